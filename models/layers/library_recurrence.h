// The library's recurrences of one layer without dropout, such that gradients can follow wherever they are
// wanted.
#pragma once

#include <torch/torch.h>

#include <tuple>

namespace purkinje::models {

// input: [batch, time, inputs]; weights: W_ih, W_hh, b_ih, b_hh as torch::nn::GRU and LSTM have them, of both
// directions one after the other where there are two. From zero states. cuDNN keeps what a backward pass
// needs only in "training", which means nothing else without dropout; these say so whenever gradients are on,
// since Grad-CAM wants them in evaluation, and a frozen layer passes them on to those before it.

// All states [batch, time, hidden] and the last [1, batch, hidden].
std::tuple<torch::Tensor, torch::Tensor> library_gru(const torch::Tensor& input,
                                                     torch::ArrayRef<torch::Tensor> weights, int64_t hidden);

// All states [batch, time, directions * hidden]; the last states and cells [directions, batch, hidden].
std::tuple<torch::Tensor, torch::Tensor, torch::Tensor> library_lstm(const torch::Tensor& input,
                                                                     torch::ArrayRef<torch::Tensor> weights,
                                                                     int64_t hidden, int directions = 1);

}  // namespace purkinje::models
