// One GRU layer in one direction, in two readings: the library's, and the one without biases that applies the
// reset gate before the recurrent matrix (Cho et al. 2014), as S0 writes it.
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

class Gru : public torch::nn::Module {
 public:
  enum class Reading {
    library,  // r, z, n gates; n = tanh(W x + b + r (U h + c)); h' = (1 - z) n + z h
    exact     // r, z, n gates; n = tanh(W x + U (r h)); h' = (1 - z) h + z n; no biases
  };

  Gru(int64_t inputs, int64_t hidden, Reading reading);

  // [batch, time, inputs] -> [batch, time, hidden], starting from a zero state.
  torch::Tensor forward(const torch::Tensor& input);

 private:
  int64_t hidden_;
  Reading reading_;
  torch::Tensor weight_ih_, weight_hh_;  // [3 hidden, inputs], [3 hidden, hidden]; gates in the order r, z, n
  torch::Tensor bias_ih_, bias_hh_;      // [3 hidden]; undefined in the exact reading
};

}  // namespace purkinje::models
