// S0's temporal convolutions: kernels of several lengths along time, applied to every lead with shared
// weights.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "models/layers/batch_norm.h"

namespace purkinje::models {

class TemporalBranch : public torch::nn::Module {
 public:
  TemporalBranch(const std::vector<int64_t>& kernels, int64_t channels);

  // [batch, leads, time] -> [batch, kernels * channels * leads, time]; channels of one kernel lie together,
  // the leads of one channel next to each other.
  torch::Tensor forward(const torch::Tensor& signal);

 private:
  int64_t longest_ = 1;
  std::vector<torch::nn::Conv2d> convolutions_;  // hold the weights; run as one
  std::shared_ptr<BatchNorm> norm_;
};

}  // namespace purkinje::models
