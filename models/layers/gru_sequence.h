// A whole GRU over time as one step of automatic differentiation. LibTorch's own on a CPU records some
// fifteen operations a time step, and walking back through them costs more than the arithmetic; here the
// recurrence runs without records, and its gradient is written out.
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

struct GruWeights {
  torch::Tensor weight_ih, weight_hh;  // [3 hidden, inputs], [3 hidden, hidden]; gates r, z, n
  torch::Tensor bias_ih, bias_hh;      // [3 hidden]
};

// [batch, time, inputs] -> [batch, time, hidden] from a zero state, by the library's equations:
// n = tanh(W x + b + r (U h + c)), h' = (1 - z) n + z h.
torch::Tensor gru_sequence(const torch::Tensor& input, const GruWeights& weights);

// The same without biases and with the reset gate before the recurrent matrix (Cho et al. 2014, eqs. 5 to 8,
// with z's role as S0 writes it): n = tanh(W x + U (r h)), h' = (1 - z) h + z n.
torch::Tensor gru_exact_sequence(const torch::Tensor& input, const torch::Tensor& weight_ih,
                                 const torch::Tensor& weight_hh);

}  // namespace purkinje::models
