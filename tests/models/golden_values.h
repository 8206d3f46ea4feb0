// The formula that fills the tensors of golden tests, as the make.py of tests/golden/<study> have it.
#pragma once

#include <torch/torch.h>

#include <cmath>
#include <string>

#include "base/random.h"

namespace purkinje::models {

inline torch::Tensor filled(uint64_t seed, at::IntArrayRef shape, double low, double high) {
  auto tensor = torch::empty(shape, torch::kDouble);
  RandomStream stream(seed);
  auto* values = tensor.data_ptr<double>();
  for (int64_t i = 0; i < tensor.numel(); ++i) values[i] = stream.uniform(low, high);
  return tensor;
}

// The index-th tensor of a network.
inline torch::Tensor golden_weight(size_t index, const std::string& name, at::IntArrayRef shape) {
  if (name.find("norm.weight") != std::string::npos) return filled(1000 + index, shape, 0.5, 1.5);
  if (shape.size() == 1) return filled(1000 + index, shape, -0.2, 0.2);
  double inputs = 1;
  for (size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<double>(shape[i]);
  return filled(1000 + index, shape, -std::sqrt(3 / inputs), std::sqrt(3 / inputs));
}

}  // namespace purkinje::models
