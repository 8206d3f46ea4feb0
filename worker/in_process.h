// The in-process twin of the MPI transport: the coordinator and its own node's worker in one process, and all
// ranks in tests.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "worker/transport.h"

namespace purkinje::worker {

// Two mailboxes a rank. Safe to use from the coordinator's thread and one thread a worker.
class InProcessHub : public CoordinatorLink {
 public:
  explicit InProcessHub(int ranks);

  int ranks() const override { return static_cast<int>(boxes_.size()); }
  void send(int rank, const Bytes& message) override;
  std::optional<std::pair<int, Bytes>> receive() override;

  // The worker's end of one rank; valid as long as the hub.
  std::unique_ptr<WorkerLink> worker_end(int rank);

 private:
  struct Box {
    std::mutex mutex;
    std::deque<Bytes> to_worker, to_coordinator;
  };
  class End;
  std::vector<std::unique_ptr<Box>> boxes_;
  size_t next_ = 0;  // the rank asked first, in turn
};

}  // namespace purkinje::worker
