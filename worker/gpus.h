// What GPUs this node has, as the trainer's probe tells.
#pragma once

#include <filesystem>
#include <vector>

#include "worker/messages.h"

namespace purkinje::worker {

// Asks `trainer --probe`. No GPUs where the machine has no NVIDIA driver (the probe is not even started) or
// the probe fails.
std::vector<GpuInfo> find_gpus(const std::filesystem::path& trainer);

}  // namespace purkinje::worker
