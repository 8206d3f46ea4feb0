#include "models/cnn_recurrent.h"

namespace purkinje::models {

CnnRecurrent::CnnRecurrent(const CnnRecurrentOptions& options, const NetworkShape& shape) {
  convolutions_ = register_module(
      "convolutions", std::make_shared<ConvolutionModule>(shape.leads, options.channels, options.kernel));
  recurrent_ =
      register_module("recurrent", std::make_shared<RecurrentStack>(options.cell, convolutions_->features(),
                                                                    options.hidden, options.layers));
  output_ = register_module("output", torch::nn::Linear(options.hidden, shape.outputs));
}

NetworkOutput CnnRecurrent::forward(const torch::Tensor& signal) {
  const auto map = convolutions_->forward(signal);  // [batch, features, columns]
  const auto states =
      noted("recurrent", recurrent_->forward(map.transpose(1, 2)));  // [batch, columns, hidden]
  const auto last = noted("last", states.select(1, -1));             // [batch, hidden]
  return {.raw = noted("output", output_(last)), .map = map};
}

}  // namespace purkinje::models
