// How the cores and GPUs of a node are shared among the ranks on it. Pure.
#pragma once

#include <string>
#include <vector>

#include "worker/messages.h"

namespace purkinje::orchestrator {

struct Share {
  std::vector<int> cores;
  std::vector<worker::GpuInfo> gpus;
};

// One share a rank. Ranks of one host that may use the same cores divide them; ranks that mpirun bound to
// cores of their own keep those. Where there are more ranks than cores the last ranks get one each and the
// first none, so that rank 0, which coordinates, is the first to go without. GPUs of a host are dealt out in
// turn.
std::vector<Share> share_nodes(const std::vector<worker::Joined>& ranks);

}  // namespace purkinje::orchestrator
