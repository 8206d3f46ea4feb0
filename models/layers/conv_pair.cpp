#include "models/layers/conv_pair.h"

namespace purkinje::models {

ConvPair::ConvPair(int64_t inputs, int64_t channels, int64_t kernel)
    : first_(torch::nn::Conv1dOptions(inputs, channels, kernel).padding(kernel / 2)),
      second_(torch::nn::Conv1dOptions(channels, channels, kernel).padding(kernel / 2)),
      first_norm_(std::make_shared<BatchNorm>(channels)),
      second_norm_(std::make_shared<BatchNorm>(channels)) {
  register_module("first", first_);
  register_module("first_norm", first_norm_);
  register_module("second", second_);
  register_module("second_norm", second_norm_);
}

torch::Tensor ConvPair::forward(const torch::Tensor& input) {
  const auto first = first_norm_->forward(first_(input)).relu_();  // [batch, channels, time]
  return second_norm_->forward(second_(first)).relu_();
}

}  // namespace purkinje::models
