#include "tests/trainer/small_network.h"

#include "tests/trainer/golden.h"

namespace purkinje::trainer {

SmallNetwork::SmallNetwork()
    : convolution_(torch::nn::Conv1dOptions(2, 5, 3).stride(3)), output_(torch::nn::LinearOptions(10, 3)) {
  register_module("convolution", convolution_);
  register_module("output", output_);
}

models::NetworkOutput SmallNetwork::forward(const torch::Tensor& signal) {
  const auto map = torch::relu(convolution_(signal));  // [batch, 5, columns]
  models::NetworkOutput output{.raw = output_(torch::cat({map.mean(2), map.amax(2)}, 1))};
  if (!without_map) output.map = map;
  if (with_track) output.track = torch::sigmoid(signal.sum(1));
  if (with_attention) output.attention = torch::softmax(map.sum(1), 1);
  return output;
}

void SmallNetwork::load(const Json& state) {
  const torch::NoGradGuard no_grad;
  auto parameters = named_parameters();
  for (const auto& [name, values] : state.items()) parameters[name].copy_(golden_tensor(values));
}

}  // namespace purkinje::trainer
