// One LSTM layer in one direction by the library's equations.
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

class Lstm : public torch::nn::Module {
 public:
  Lstm(int64_t inputs, int64_t hidden);

  // [batch, time, inputs] -> [batch, time, hidden], starting from zero states.
  torch::Tensor forward(const torch::Tensor& input);

 private:
  int64_t hidden_;
  torch::Tensor weight_ih_, weight_hh_;  // [4 hidden, inputs], [4 hidden, hidden]; gates i, f, g, o
  torch::Tensor bias_ih_, bias_hh_;      // [4 hidden]
};

}  // namespace purkinje::models
