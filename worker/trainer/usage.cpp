#include "worker/trainer/usage.h"

#include "worker/trainer/device.h"

namespace purkinje::trainer {

Usage::Usage(const torch::Device& device) : device_(device) {
  reset_peak_memory(device);
}

Json Usage::environment() const {
  Json environment = environment_of(device_);
  environment["peak_memory"] = peak_memory(device_);
  environment["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  return environment;
}

}  // namespace purkinje::trainer
