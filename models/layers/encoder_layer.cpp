#include "models/layers/encoder_layer.h"

#include <cmath>

namespace purkinje::models {

EncoderLayer::EncoderLayer(int64_t features, int64_t heads, int64_t feed_forward, double dropout)
    : heads_(heads),
      in_(register_module("in", torch::nn::Linear(features, 3 * features))),
      out_(register_module("out", torch::nn::Linear(features, features))),
      widen_(register_module("widen", torch::nn::Linear(features, feed_forward))),
      narrow_(register_module("narrow", torch::nn::Linear(feed_forward, features))),
      attention_norm_(
          register_module("attention_norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({features})))),
      feed_forward_norm_(register_module("feed_forward_norm",
                                         torch::nn::LayerNorm(torch::nn::LayerNormOptions({features})))),
      dropout_(register_module("dropout", std::make_shared<Dropout>(dropout))) {
  // As PyTorch's attention starts: queries, keys and values as one matrix.
  torch::nn::init::xavier_uniform_(in_->weight);
  torch::nn::init::zeros_(in_->bias);
  torch::nn::init::zeros_(out_->bias);
}

// Written out, because the fused kernels of a GPU add up their gradients in an order that changes.
torch::Tensor EncoderLayer::attend(const torch::Tensor& sequence) {
  const int64_t batch = sequence.size(0), steps = sequence.size(1), features = sequence.size(2),
                width = features / heads_;
  const auto parts = in_(sequence).view({batch, steps, 3, heads_, width}).permute({2, 0, 3, 1, 4}).unbind(0);
  const auto &queries = parts[0], &keys = parts[1], &values = parts[2];  // [batch, heads, steps, width]
  const auto scaled = queries * (1 / std::sqrt(static_cast<double>(width)));
  const auto weights =
      torch::softmax(torch::matmul(scaled, keys.transpose(2, 3)), 3);  // [batch, heads, steps, steps]
  return out_(torch::matmul(weights, values).transpose(1, 2).reshape({batch, steps, features}));
}

torch::Tensor EncoderLayer::forward(const torch::Tensor& sequence) {
  const auto attended = attention_norm_(sequence + dropout_->forward(attend(sequence)));
  const auto fed = narrow_(widen_(attended).relu_());  // [batch, steps, features]
  return feed_forward_norm_(attended + dropout_->forward(fed));
}

}  // namespace purkinje::models
