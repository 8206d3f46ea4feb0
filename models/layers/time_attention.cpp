#include "models/layers/time_attention.h"

namespace purkinje::models {

TimeAttention::TimeAttention(int64_t features)
    : map_(torch::nn::LinearOptions(features, features).bias(false)),
      score_(torch::nn::LinearOptions(features, 1).bias(false)) {
  register_module("map", map_);
  register_module("score", score_);
}

TimeAttention::Output TimeAttention::forward(const torch::Tensor& states) {
  const auto mapped = torch::tanh(map_(states));                             // [batch, time, features]
  const auto weights = torch::softmax(score_(mapped).squeeze(2), 1);         // [batch, time]
  const auto context = torch::bmm(weights.unsqueeze(1), states).squeeze(1);  // [batch, features]
  return {context, weights};
}

}  // namespace purkinje::models
