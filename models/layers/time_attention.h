// S0's attention over time: m = tanh(W h), score = w.m, softmax over time, weighted sum. No biases.
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

class TimeAttention : public torch::nn::Module {
 public:
  explicit TimeAttention(int64_t features);

  struct Output {
    torch::Tensor context;  // [batch, features]
    torch::Tensor weights;  // [batch, time]
  };
  // states: [batch, time, features]
  Output forward(const torch::Tensor& states);

 private:
  torch::nn::Linear map_, score_;
};

}  // namespace purkinje::models
