#include "orchestrator/mpi_hub.h"

#include <mpi.h>

#include <cstdlib>
#include <list>

namespace purkinje::orchestrator {
namespace {

constexpr int kControlTag = 1;

bool started_by_a_launcher() {
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"})
    if (std::getenv(variable)) return true;
  return false;
}

class MpiHub : public worker::CoordinatorLink {
 public:
  MpiHub(int size, worker::CoordinatorLink& local) : size_(size), local_(local) {}

  int ranks() const override { return size_; }

  void send(int rank, const worker::Bytes& message) override {
    if (rank == 0) {
      local_.send(0, message);
      return;
    }
    retire();
    auto& slot = outgoing_.emplace_back();
    slot.bytes = message;
    MPI_Isend(slot.bytes.data(), static_cast<int>(slot.bytes.size()), MPI_BYTE, rank, kControlTag,
              MPI_COMM_WORLD, &slot.request);
  }

  std::optional<std::pair<int, worker::Bytes>> receive() override {
    retire();
    if (auto message = local_.receive()) return message;
    int there = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, kControlTag, MPI_COMM_WORLD, &there, &status);
    if (!there) return std::nullopt;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    worker::Bytes message(static_cast<size_t>(size));
    MPI_Recv(message.data(), size, MPI_BYTE, status.MPI_SOURCE, kControlTag, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return std::pair{status.MPI_SOURCE, std::move(message)};
  }

  ~MpiHub() override {
    for (auto& slot : outgoing_) MPI_Wait(&slot.request, MPI_STATUS_IGNORE);
  }

 private:
  struct Slot {
    worker::Bytes bytes;
    MPI_Request request = MPI_REQUEST_NULL;
  };

  // Buffers of sends stay until MPI has them; sends to different ranks complete in any order.
  void retire() {
    std::erase_if(outgoing_, [](Slot& slot) {
      int sent = 0;
      MPI_Test(&slot.request, &sent, MPI_STATUS_IGNORE);
      return sent != 0;
    });
  }

  int size_;
  worker::CoordinatorLink& local_;
  std::list<Slot> outgoing_;  // addresses stay while MPI uses them
};

}  // namespace

MpiWorld::MpiWorld(int* argc, char*** argv) {
  if (!started_by_a_launcher()) return;
  int provided = 0;
  MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided);
  initialised_ = true;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
}

MpiWorld::~MpiWorld() {
  if (initialised_) MPI_Finalize();
}

std::unique_ptr<worker::CoordinatorLink> make_mpi_hub(const MpiWorld& world, worker::CoordinatorLink& local) {
  return std::make_unique<MpiHub>(world.size(), local);
}

}  // namespace purkinje::orchestrator
