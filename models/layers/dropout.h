// Dropout whose mask comes from LibTorch's default generator of the device. The trainer reseeds that from the
// key (seed, fold, "dropout", epoch, step) before every step, so that a mask depends on nothing drawn before
// it.
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

class Dropout : public torch::nn::Module {
 public:
  // Throws InputError where `probability` is not in [0, 1).
  explicit Dropout(double probability);
  torch::Tensor forward(const torch::Tensor& input);

 private:
  double probability_;
};

}  // namespace purkinje::models
