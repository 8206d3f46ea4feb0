// MPI on the coordinator's side: the world, and links to the ranks.
#pragma once

#include <memory>

#include "worker/transport.h"

namespace purkinje::orchestrator {

// The MPI world of this process. Where the program was not started by mpirun or a Slurm step it is a world of
// one, and MPI is never touched.
class MpiWorld {
 public:
  MpiWorld(int* argc, char*** argv);
  ~MpiWorld();
  MpiWorld(const MpiWorld&) = delete;
  MpiWorld& operator=(const MpiWorld&) = delete;

  int rank() const { return rank_; }
  int size() const { return size_; }

 private:
  int rank_ = 0, size_ = 1;
  bool initialised_ = false;
};

// Links to ranks 1..N-1 over MPI and to rank 0's own worker through `local` (which has one rank).
std::unique_ptr<worker::CoordinatorLink> make_mpi_hub(const MpiWorld& world, worker::CoordinatorLink& local);

}  // namespace purkinje::orchestrator
