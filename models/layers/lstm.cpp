#include "models/layers/lstm.h"

#include <cmath>

namespace purkinje::models {

Lstm::Lstm(int64_t inputs, int64_t hidden) : hidden_(hidden) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(hidden));
  const auto fresh = [&](at::IntArrayRef shape) { return torch::empty(shape).uniform_(-bound, bound); };
  weight_ih_ = register_parameter("weight_ih", fresh({4 * hidden, inputs}));
  weight_hh_ = register_parameter("weight_hh", fresh({4 * hidden, hidden}));
  bias_ih_ = register_parameter("bias_ih", fresh({4 * hidden}));
  bias_hh_ = register_parameter("bias_hh", fresh({4 * hidden}));
}

// To cuDNN "training" only means that gradients can follow, which Grad-CAM wants in evaluation too.
torch::Tensor Lstm::forward(const torch::Tensor& input) {
  const auto start = torch::zeros({1, input.size(0), hidden_}, input.options());  // [1, batch, hidden]
  return std::get<0>(torch::lstm(input, {start, start}, {weight_ih_, weight_hh_, bias_ih_, bias_hh_},
                                 /*has_biases=*/true, /*num_layers=*/1, /*dropout=*/0.0,
                                 /*train=*/torch::GradMode::is_enabled(),
                                 /*bidirectional=*/false, /*batch_first=*/true));
}

}  // namespace purkinje::models
