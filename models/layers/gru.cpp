#include "models/layers/gru.h"

#include <cmath>
#include <vector>

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
  if (reading_ == Reading::exact) return forward_exact(input);
  const auto start = torch::zeros({1, input.size(0), hidden_}, input.options());  // [1, batch, hidden]
  return std::get<0>(torch::gru(input, start, {weight_ih_, weight_hh_, bias_ih_, bias_hh_},
                                /*has_biases=*/true,
                                /*num_layers=*/1, /*dropout=*/0.0, is_training(), /*bidirectional=*/false,
                                /*batch_first=*/true));
}

torch::Tensor Gru::forward_exact(const torch::Tensor& input) {
  const auto from_input =
      torch::linear(input, weight_ih_).transpose(0, 1).contiguous();     // [time, batch, 3 hidden]
  const auto gates = weight_hh_.slice(0, 0, 2 * hidden_).t();            // [hidden, 2 hidden]
  const auto candidate = weight_hh_.slice(0, 2 * hidden_).t();           // [hidden, hidden]
  auto state = torch::zeros({input.size(0), hidden_}, input.options());  // [batch, hidden]
  std::vector<torch::Tensor> states;
  for (const auto& now : from_input.unbind(0)) {
    const auto rz =
        torch::sigmoid(now.slice(1, 0, 2 * hidden_) + torch::mm(state, gates));  // [batch, 2 hidden]
    const auto r = rz.slice(1, 0, hidden_);
    const auto z = rz.slice(1, hidden_);
    const auto n =
        torch::tanh(now.slice(1, 2 * hidden_) + torch::mm(r * state, candidate));  // [batch, hidden]
    state = torch::lerp(state, n, z);
    states.push_back(state);
  }
  return torch::stack(states, 1);  // [batch, time, hidden]
}

}  // namespace purkinje::models
