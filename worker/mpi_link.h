// The worker's end of the control plane over MPI: messages to and from rank 0.
#pragma once

#include <memory>

#include "worker/transport.h"

namespace purkinje::worker {

// MPI must be initialised (orchestrator/mpi_hub.h). One thread uses it.
std::unique_ptr<WorkerLink> make_mpi_worker_link();

}  // namespace purkinje::worker
