// Two convolutions that keep the signal's length, each with batch normalisation and ReLU: the unit of S2's
// CNN and of S1's classification module.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "models/layers/batch_norm.h"

namespace purkinje::models {

class ConvPair : public torch::nn::Module {
 public:
  // `kernel` is odd.
  ConvPair(int64_t inputs, int64_t channels, int64_t kernel);

  // [batch, inputs, time] -> [batch, channels, time]
  torch::Tensor forward(const torch::Tensor& input);

 private:
  torch::nn::Conv1d first_, second_;
  std::shared_ptr<BatchNorm> first_norm_, second_norm_;
};

}  // namespace purkinje::models
