// Where the samples lie that a column of a network's map sees, found by trying.
#pragma once

#include "models/network.h"

namespace purkinje::models {

// The middle of the samples that change a column, found by raising one sample after another. With positive
// weights and running statistics a higher sample passes every ReLU and every maximum.
inline double centre_seen_by(Network& network, int64_t column, int64_t length) {
  const torch::NoGradGuard no_grad;
  network.to(torch::kDouble);
  network.eval();
  for (auto& item : network.named_parameters()) item.value().abs_();
  const auto raised = torch::eye(length, torch::kDouble).unsqueeze(1);  // [length, 1, length]
  const auto column_of = [&](const torch::Tensor& signal) {
    return network.forward(signal).map.select(2, column).sum(1);  // [batch]
  };
  const auto seen = (column_of(raised) - column_of(torch::zeros_like(raised)) > 0).nonzero();
  return 0.5 * (seen[0].item<double>() + seen[-1].item<double>());
}

}  // namespace purkinje::models
