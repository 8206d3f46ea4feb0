#include "models/layers/basic_block.h"

namespace purkinje::models {
namespace {

torch::nn::Conv1d convolution(int64_t inputs, int64_t channels, int64_t kernel, int64_t stride) {
  return torch::nn::Conv1d(
      torch::nn::Conv1dOptions(inputs, channels, kernel).stride(stride).padding(kernel / 2));
}

}  // namespace

BasicBlock::BasicBlock(int64_t inputs, int64_t channels, int64_t kernel, int64_t stride)
    : first_(register_module("first", convolution(inputs, channels, kernel, stride))),
      second_(register_module("second", convolution(channels, channels, kernel, 1))),
      first_norm_(register_module("first_norm", std::make_shared<BatchNorm>(channels))),
      second_norm_(register_module("second_norm", std::make_shared<BatchNorm>(channels))) {
  if (inputs == channels && stride == 1) return;
  projection_ = register_module("projection", convolution(inputs, channels, 1, stride));
  projection_norm_ = register_module("projection_norm", std::make_shared<BatchNorm>(channels));
}

torch::Tensor BasicBlock::forward(const torch::Tensor& input) {
  const auto first = first_norm_->forward(first_(input)).relu_();  // [batch, channels, time / stride]
  auto out = second_norm_->forward(second_(first));
  out += projection_ ? projection_norm_->forward(projection_(input)) : input;
  return out.relu_();
}

}  // namespace purkinje::models
