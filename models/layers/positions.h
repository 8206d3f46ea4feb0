// Sinusoidal positions (Vaswani et al. 2017, "Attention is all you need", section 3.5).
#pragma once

#include <torch/torch.h>

namespace purkinje::models {

class Positions {
 public:
  // Adds sin(p / 10000^(2i / features)) to feature 2i and the cosine to feature 2i + 1 of step p.
  // [batch, steps, features] to the same shape; features even.
  torch::Tensor add_to(const torch::Tensor& sequence);

 private:
  torch::Tensor table_;  // [steps, features], made anew when length, precision or device change
};

}  // namespace purkinje::models
