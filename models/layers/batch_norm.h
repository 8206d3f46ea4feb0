// Batch normalisation over every axis but the second. Networks take it from here and not from LibTorch,
// because a gang's statistics must span its trainers (DESIGN.md, Randomness); alone it is LibTorch's own.
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

class BatchNorm : public torch::nn::Module {
 public:
  explicit BatchNorm(int64_t channels);

  // [batch, channels, ...] to the same shape. In training mode with the batch's statistics, which also move
  // the running ones by a tenth; in evaluation with the running ones.
  torch::Tensor forward(const torch::Tensor& input);

 private:
  torch::Tensor weight_, bias_;               // [channels]
  torch::Tensor running_mean_, running_var_;  // [channels]
};

}  // namespace purkinje::models
