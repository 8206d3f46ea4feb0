#include "models/layers/gru.h"

#include <cmath>

#include "models/layers/gru_sequence.h"

namespace purkinje::models {

Gru::Gru(int64_t inputs, int64_t hidden, Reading reading) : hidden_(hidden), reading_(reading) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(hidden));
  const auto fresh = [&](at::IntArrayRef shape) { return torch::empty(shape).uniform_(-bound, bound); };
  weight_ih_ = register_parameter("weight_ih", fresh({3 * hidden, inputs}));
  weight_hh_ = register_parameter("weight_hh", fresh({3 * hidden, hidden}));
  if (reading == Reading::exact) return;
  bias_ih_ = register_parameter("bias_ih", fresh({3 * hidden}));
  bias_hh_ = register_parameter("bias_hh", fresh({3 * hidden}));
}

torch::Tensor Gru::forward(const torch::Tensor& input) {
  if (reading_ == Reading::exact) return gru_exact_sequence(input, weight_ih_, weight_hh_);
  if (input.device().is_cpu()) return gru_sequence(input, {weight_ih_, weight_hh_, bias_ih_, bias_hh_});
  const auto start = torch::zeros({1, input.size(0), hidden_}, input.options());  // [1, batch, hidden]
  // To cuDNN "training" only means that gradients can follow, which Grad-CAM wants in evaluation too.
  return std::get<0>(torch::gru(input, start, {weight_ih_, weight_hh_, bias_ih_, bias_hh_},
                                /*has_biases=*/true,
                                /*num_layers=*/1, /*dropout=*/0.0,
                                /*train=*/torch::GradMode::is_enabled(), /*bidirectional=*/false,
                                /*batch_first=*/true));
}

}  // namespace purkinje::models
