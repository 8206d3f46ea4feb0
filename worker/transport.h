// The control plane between coordinator and workers, as each side sees it. The bytes are encoded messages;
// order between two ends is kept; nothing blocks. Implementations: in_process.h (one process, tests),
// mpi_link.h, and orchestrator/mpi_hub.h for the coordinator's side.
#pragma once

#include <optional>
#include <utility>

#include "worker/messages.h"

namespace purkinje::worker {

// A worker's end.
class WorkerLink {
 public:
  virtual ~WorkerLink() = default;
  virtual void send(const Bytes& message) = 0;
  virtual std::optional<Bytes> receive() = 0;
};

// The coordinator's end: one link to each rank.
class CoordinatorLink {
 public:
  virtual ~CoordinatorLink() = default;
  virtual int ranks() const = 0;
  virtual void send(int rank, const Bytes& message) = 0;
  virtual std::optional<std::pair<int, Bytes>> receive() = 0;
};

}  // namespace purkinje::worker
