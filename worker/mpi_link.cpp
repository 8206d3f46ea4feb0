#include "worker/mpi_link.h"

#include <mpi.h>

#include <deque>

namespace purkinje::worker {
namespace {

constexpr int kControlTag = 1;
constexpr int kCoordinator = 0;

class MpiWorkerLink : public WorkerLink {
 public:
  void send(const Bytes& message) override {
    retire();
    auto& slot = outgoing_.emplace_back();
    slot.bytes = message;
    MPI_Isend(slot.bytes.data(), static_cast<int>(slot.bytes.size()), MPI_BYTE, kCoordinator, kControlTag,
              MPI_COMM_WORLD, &slot.request);
  }

  std::optional<Bytes> receive() override {
    retire();
    int there = 0;
    MPI_Status status;
    MPI_Iprobe(kCoordinator, kControlTag, MPI_COMM_WORLD, &there, &status);
    if (!there) return std::nullopt;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Bytes message(static_cast<size_t>(size));
    MPI_Recv(message.data(), size, MPI_BYTE, kCoordinator, kControlTag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
  }

  ~MpiWorkerLink() override {
    for (auto& slot : outgoing_) MPI_Wait(&slot.request, MPI_STATUS_IGNORE);
  }

 private:
  struct Slot {
    Bytes bytes;
    MPI_Request request = MPI_REQUEST_NULL;
  };

  // Buffers of sends stay until MPI has them.
  void retire() {
    while (!outgoing_.empty()) {
      int sent = 0;
      MPI_Test(&outgoing_.front().request, &sent, MPI_STATUS_IGNORE);
      if (!sent) return;
      outgoing_.pop_front();
    }
  }

  std::deque<Slot> outgoing_;
};

}  // namespace

std::unique_ptr<WorkerLink> make_mpi_worker_link() {
  return std::make_unique<MpiWorkerLink>();
}

}  // namespace purkinje::worker
