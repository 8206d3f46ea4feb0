// Recurrent layers one upon the other, in one direction.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <vector>

#include "models/recurrent_cell.h"

namespace purkinje::models {

class RecurrentStack : public torch::nn::Module {
 public:
  RecurrentStack(RecurrentCell cell, int64_t inputs, int64_t hidden, int64_t layers);

  // [batch, time, inputs] -> [batch, time, hidden]
  torch::Tensor forward(const torch::Tensor& input);

 private:
  std::vector<std::function<torch::Tensor(const torch::Tensor&)>> layers_;
};

}  // namespace purkinje::models
