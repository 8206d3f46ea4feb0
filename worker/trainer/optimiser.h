// Adam and AdamW in one fused call for all tensors, with the step count as a tensor (torch::optim::Adam loops
// over tensors and counts on the host: slow for small networks, and wrong inside a captured CUDA graph).
// Kingma and Ba 2015; Loshchilov and Hutter 2019 for the decoupled decay.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "worker/trainer/options.h"

namespace purkinje::trainer {

class Optimiser {
 public:
  // Throws InputError where there is no parameter.
  Optimiser(const TrainingOptions& options, std::vector<torch::Tensor> parameters);

  void clear_gradients();
  // One update with the gradients of the parameters; those without one stay.
  void step(double learning_rate);

 private:
  TrainingOptions::Optimiser kind_;
  double beta1_, weight_decay_;
  std::vector<torch::Tensor> parameters_, first_moments_, second_moments_;
  torch::Tensor count_;  // []
};

}  // namespace purkinje::trainer
