#include "models/layers/library_recurrence.h"

namespace purkinje::models {
namespace {

torch::Tensor zero_states(const torch::Tensor& input, int directions, int64_t hidden) {
  return torch::zeros({directions, input.size(0), hidden}, input.options());
}

}  // namespace

std::tuple<torch::Tensor, torch::Tensor> library_gru(const torch::Tensor& input,
                                                     torch::ArrayRef<torch::Tensor> weights, int64_t hidden) {
  return torch::gru(input, zero_states(input, 1, hidden), weights, /*has_biases=*/true, /*num_layers=*/1,
                    /*dropout=*/0.0, /*train=*/torch::GradMode::is_enabled(), /*bidirectional=*/false,
                    /*batch_first=*/true);
}

std::tuple<torch::Tensor, torch::Tensor, torch::Tensor> library_lstm(const torch::Tensor& input,
                                                                     torch::ArrayRef<torch::Tensor> weights,
                                                                     int64_t hidden, int directions) {
  const auto start = zero_states(input, directions, hidden);
  return torch::lstm(input, {start, start}, weights, /*has_biases=*/true, /*num_layers=*/1, /*dropout=*/0.0,
                     /*train=*/torch::GradMode::is_enabled(), /*bidirectional=*/directions == 2,
                     /*batch_first=*/true);
}

}  // namespace purkinje::models
