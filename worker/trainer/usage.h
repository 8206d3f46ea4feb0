// What a job used of its device, from its start on.
#pragma once

#include <torch/torch.h>

#include <chrono>

#include "base/json.h"

namespace purkinje::trainer {

class Usage {
 public:
  explicit Usage(const torch::Device& device);
  // environment_of() the device, "peak_memory" and "seconds".
  Json environment() const;

 private:
  torch::Device device_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace purkinje::trainer
