#include "models/layers/lstm.h"

#include <cmath>

#include "models/layers/library_recurrence.h"

namespace purkinje::models {

Lstm::Lstm(int64_t inputs, int64_t hidden) : hidden_(hidden) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(hidden));
  const auto fresh = [&](at::IntArrayRef shape) { return torch::empty(shape).uniform_(-bound, bound); };
  weight_ih_ = register_parameter("weight_ih", fresh({4 * hidden, inputs}));
  weight_hh_ = register_parameter("weight_hh", fresh({4 * hidden, hidden}));
  bias_ih_ = register_parameter("bias_ih", fresh({4 * hidden}));
  bias_hh_ = register_parameter("bias_hh", fresh({4 * hidden}));
}

torch::Tensor Lstm::forward(const torch::Tensor& input) {
  return std::get<0>(library_lstm(input, {weight_ih_, weight_hh_, bias_ih_, bias_hh_}, hidden_));
}

}  // namespace purkinje::models
