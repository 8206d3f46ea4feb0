#include "models/layers/temporal_branch.h"

#include <algorithm>
#include <string>

namespace purkinje::models {

TemporalBranch::TemporalBranch(const std::vector<int64_t>& kernels, int64_t channels) {
  for (const auto kernel : kernels) {
    longest_ = std::max(longest_, kernel);
    torch::nn::Conv2d convolution(torch::nn::Conv2dOptions(1, channels, {1, kernel}));
    convolutions_.push_back(register_module("conv" + std::to_string(convolutions_.size()), convolution));
  }
  norm_ =
      register_module("norm", std::make_shared<BatchNorm>(static_cast<int64_t>(kernels.size()) * channels));
}

// All kernels, padded with zeros to the longest, make one convolution: its output is the concatenation
// already, so that the largest tensor of the network is not copied.
torch::Tensor TemporalBranch::forward(const torch::Tensor& signal) {
  std::vector<torch::Tensor> weights, biases;
  for (const auto& convolution : convolutions_) {
    const int64_t missing = (longest_ - convolution->weight.size(3)) / 2;
    weights.push_back(
        torch::constant_pad_nd(convolution->weight, {missing, missing}));  // [channels, 1, 1, longest]
    biases.push_back(convolution->bias);
  }
  const std::vector<int64_t> stride = {1, 1}, padding = {0, longest_ / 2};
  auto out = torch::conv2d(signal.unsqueeze(1), torch::cat(weights), torch::cat(biases), stride,
                           padding);  // [batch, kernels * channels, leads, time]
  out = norm_->forward(out).relu_();
  return out.flatten(1, 2);
}

}  // namespace purkinje::models
