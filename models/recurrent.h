// S3's baselines GRU and LSTM: recurrent layers that read the signal sample by sample, or in averages of a
// few samples, and a dense layer on the last state.
#pragma once

#include <memory>

#include "models/layers/recurrent_stack.h"
#include "models/network.h"
#include "models/recurrent_options.h"

namespace purkinje::models {

class Recurrent : public Network {
 public:
  // Throws InputError where the signal is shorter than one pooled step.
  Recurrent(const RecurrentOptions& options, const NetworkShape& shape);
  NetworkOutput forward(const torch::Tensor& signal) override;

 private:
  int64_t pool_;
  std::shared_ptr<RecurrentStack> recurrent_;
  torch::nn::Linear output_{nullptr};
};

}  // namespace purkinje::models
