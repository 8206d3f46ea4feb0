// What an experiment would run and how much of that is done: what `purkinje plan` tells, before it is put
// into words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/experiment.h"
#include "orchestrator/plan.h"

namespace purkinje::orchestrator {

struct PlanOptions {
  std::string experiment, profile, db, cache, data;
  std::vector<std::string> overrides;
  bool json = false;
};

// Jobs of one kind: how many there are, are done, have failed for good.
struct JobCount {
  size_t all = 0, done = 0, failed = 0;
  size_t left() const { return all - done - failed; }
};

// The jobs that make one artefact.
struct ArtefactJobs {
  std::string name;
  std::set<uint64_t> seeds;
  std::set<int> folds;
  JobCount count;
};

struct PlanOverview {
  Experiment experiment;
  std::optional<Plan> plan;  // nothing where the data is not prepared yet
  JobCount training, artefact, derived;
  std::vector<ArtefactJobs> artefacts;  // as the experiment lists them
  std::string database;                 // what is known of it
  std::optional<double> seconds;        // of what is left to train, one after the other
  int trainers = 1;                     // at once on this machine
};

// Nothing is prepared for it and nothing written. Throws InputError for an experiment that is wrong, and for
// a file that is no database.
PlanOverview overview_of(const PlanOptions& options);

}  // namespace purkinje::orchestrator
