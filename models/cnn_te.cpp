#include "models/cnn_te.h"

#include <string>

namespace purkinje::models {

CnnTe::CnnTe(const CnnTeOptions& options, const NetworkShape& shape) {
  convolutions_ = register_module(
      "convolutions", std::make_shared<ConvolutionModule>(shape.leads, options.channels, options.kernel));
  dropout_ = register_module("dropout", std::make_shared<Dropout>(options.dropout));
  const int64_t features = convolutions_->features();
  for (int64_t i = 0; i < options.layers; ++i)
    encoder_.push_back(register_module(
        "encoder" + std::to_string(i + 1),
        std::make_shared<EncoderLayer>(features, options.heads, options.feed_forward, options.dropout)));
  output_ = register_module("output", torch::nn::Linear(features, shape.outputs));
}

NetworkOutput CnnTe::forward(const torch::Tensor& signal) {
  const auto map = convolutions_->forward(signal);                            // [batch, features, columns]
  auto sequence = dropout_->forward(positions_.add_to(map.transpose(1, 2)));  // [batch, columns, features]
  noted("positions", sequence);
  for (size_t i = 0; i < encoder_.size(); ++i)
    sequence = noted("encoder" + std::to_string(i + 1), encoder_[i]->forward(sequence));
  const auto mean = noted("mean", sequence.mean(1));  // [batch, features]
  return {.raw = noted("output", output_(mean)), .map = map};
}

}  // namespace purkinje::models
