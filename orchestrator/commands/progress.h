// How far the experiments of a database are: what `purkinje status` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/reader.h"

namespace purkinje::orchestrator {

struct VariantProgress {
  std::string name;
  int64_t done = 0, running = 0, failed = 0, pending = 0;
};

// The jobs of one kind: training, artefact, derived.
struct KindProgress {
  std::string kind;
  int64_t done = 0, running = 0, failed = 0, pending = 0;
};

// Pending jobs that cannot start yet.
struct WaitingJobs {
  int64_t jobs = 0;
  std::string what;  // "artefact 1a2b3c4d (adversarial, running)", "the predictions of other jobs"
};

struct RunningAttempt {
  std::string variant;  // of an artefact, which has none: "artefact (adversarial)"
  std::string job, host, device;
  int64_t seed = 0;
  std::optional<int64_t> fold;
  int64_t epoch = 0;  // the last one reported, 0 before the first
  double elapsed_s = 0;
  std::optional<double> loss;  // of the training part, last epoch
};

struct ExperimentProgress {
  std::string experiment, profile, data_set, stand_in;
  std::vector<VariantProgress> variants;  // in the order of the grid
  std::vector<KindProgress> kinds;        // those there are
  std::vector<WaitingJobs> waiting;       // a job that waits for two artefacts counts for both
  std::vector<RunningAttempt> running;
  int64_t done = 0, failed = 0, pending = 0;  // jobs, each once; running ones are pending too
  std::optional<double> time_left_s;          // nothing while no training has finished or none runs
  const char* begun = "running";              // what jobs are called that have begun and not ended
};

// The newest revision of every experiment and profile (of one experiment where a name is given), by planning
// order. Where the last run stopped without an ending nothing runs: what it left is "cut off". Throws
// InputError with the nearest known name where there is no such experiment.
std::vector<ExperimentProgress> progress_of(const db::Reader& reader, const std::string& experiment,
                                            double now_s, bool stopped = false);

// Attempts that failed, the newest first.
db::Table failures_of(const db::Reader& reader, const std::string& experiment);

// 0 all done; 1 all ended, some failed for good; 75 unfinished.
int outcome_of(const std::vector<ExperimentProgress>& experiments);

}  // namespace purkinje::orchestrator
