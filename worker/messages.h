// The messages between the coordinator and a worker: small, typed, one CBOR document each. Bulk data never
// travels here; it lies in the run folder (spool, derived requests) and in the prepared set.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "worker/job.h"

namespace purkinje::worker {

using Bytes = std::vector<uint8_t>;

// Worker to coordinator.

struct GpuInfo {
  int index = 0;
  std::string name;
  int64_t memory_mb = 0;
};
// First message: what this rank may use of its node.
struct Joined {
  std::string host;
  int64_t pid = 0;
  std::vector<int> cores;  // processing units this rank is allowed, one a core
  std::vector<GpuInfo> gpus;
};
// Answer to Welcome: the run folder is the same one, or why not.
struct Ready {
  std::string problem;  // empty: none
};
struct AttemptProgress {
  int64_t attempt = 0;
  int epoch = 0, epochs = 0;
  double epoch_fraction = 0;   // of the epoch under way
  std::vector<EpochRow> rows;  // of an epoch just ended
};
struct AttemptFinished {
  int64_t attempt = 0;
  std::string spool_file;
};
struct AttemptFailed {
  int64_t attempt = 0;
  std::string failure;  // a class of DESIGN's list
  std::string message;
};
struct AttemptStopped {
  int64_t attempt = 0;
};
// Last message.
struct Left {
  std::string problem;  // why it ended although nobody asked it to; empty: it was asked
};

// Coordinator to worker.

struct Welcome {
  int rank = 0;
  std::string run_folder;
  std::string token;       // content of run_folder/token: shows that both see the same file system
  std::vector<int> cores;  // this rank's share
};
// A training or an artefact job: both run in a trainer.
struct StartTraining {
  int64_t attempt = 0;
  TrainingJob job;
  std::vector<std::string> threshold_rules;
};
// Computes a derived job from the predictions of finished jobs.
struct StartDerived {
  int64_t attempt = 0;
  std::string job;
  std::string request_file;  // a DerivedRequest in the run folder
};
struct StopAttempt {
  int64_t attempt = 0;
};
struct Acknowledged {
  std::string spool_file;  // committed: may be removed
};
struct Shutdown {};

using ToCoordinator =
    std::variant<Joined, Ready, AttemptProgress, AttemptFinished, AttemptFailed, AttemptStopped, Left>;
using ToWorker = std::variant<Welcome, StartTraining, StartDerived, StopAttempt, Acknowledged, Shutdown>;

Bytes encode(const ToCoordinator& message);
Bytes encode(const ToWorker& message);
// Throw InputError for bytes that are no message of this version.
ToCoordinator decode_to_coordinator(const Bytes& bytes);
ToWorker decode_to_worker(const Bytes& bytes);

}  // namespace purkinje::worker
