#include "models/layers/recurrent_stack.h"

#include <memory>
#include <string>

#include "models/layers/gru.h"
#include "models/layers/lstm.h"

namespace purkinje::models {

RecurrentStack::RecurrentStack(RecurrentCell cell, int64_t inputs, int64_t hidden, int64_t layers) {
  for (int64_t i = 0; i < layers; ++i) {
    const auto name = "layer" + std::to_string(i + 1);
    const int64_t width = i == 0 ? inputs : hidden;
    if (cell == RecurrentCell::gru) {
      auto layer = register_module(name, std::make_shared<Gru>(width, hidden, Gru::Reading::library));
      layers_.push_back([layer](const torch::Tensor& input) { return layer->forward(input); });
    } else {
      auto layer = register_module(name, std::make_shared<Lstm>(width, hidden));
      layers_.push_back([layer](const torch::Tensor& input) { return layer->forward(input); });
    }
  }
}

torch::Tensor RecurrentStack::forward(const torch::Tensor& input) {
  auto states = input;
  for (const auto& layer : layers_) states = layer(states);
  return states;
}

}  // namespace purkinje::models
