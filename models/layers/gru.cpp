#include "models/layers/gru.h"

#include <cmath>

#include "models/layers/gru_sequence.h"
#include "models/layers/library_recurrence.h"

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
  return std::get<0>(library_gru(input, {weight_ih_, weight_hh_, bias_ih_, bias_hh_}, hidden_));
}

}  // namespace purkinje::models
