// An experiment as jobs: what would run. Pure: a function of the experiment and the manifests of its prepared
// sets.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data/prepared.h"
#include "db/records.h"
#include "orchestrator/experiment.h"
#include "worker/job.h"

namespace purkinje::orchestrator {

struct PlannedJob {
  db::JobRecord record;          // id, kind, identity, needs
  Resources request;             // derived jobs ask for no device
  worker::TrainingJob training;  // for training jobs; device, threads and folders are filled when it starts
  size_t data_set = 0;           // index into Plan::data_sets
  std::vector<size_t> variants;  // which variants have it in a cell
};

struct Plan {
  db::RevisionRecord revision;
  std::vector<data::Manifest> data_sets;  // distinct prepared sets
  std::vector<std::string> data_folders;  // parallel to data_sets
  std::vector<PlannedJob> jobs;           // needs before the jobs that need them; each id once
  std::vector<db::CellRecord> cells;
  std::vector<metrics::ThresholdRule> thresholds;
};

// `prepared(data_json)` gives folder and manifest of a variant's data block. One training job a (variant,
// seed, fold) and one derived "pool" job a (variant, seed) over its folds where the protocol has more than
// one. Throws InputError where a fold has a part without positives or negatives, naming variant, seed, fold
// and class.
using PreparedLookup = std::function<std::pair<std::string, data::Manifest>(const Json& data)>;
Plan make_plan(const Experiment& experiment, const PreparedLookup& prepared);

}  // namespace purkinje::orchestrator
