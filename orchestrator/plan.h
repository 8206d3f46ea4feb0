// An experiment as jobs: what would run. Pure: a function of the experiment and the manifests of its prepared
// sets.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data/prepared/prepared.h"
#include "db/records.h"
#include "orchestrator/experiment.h"
#include "worker/job.h"

namespace purkinje::orchestrator {

// What a derived job does with the predictions of the jobs it needs.
struct DerivedWork {
  std::string procedure;            // "pool": folds put together; "ensemble": models combined
  std::vector<std::string> stages;  // pool: put together one by one, each evaluated by itself
  // Ensembles.
  std::string method;                      // of metrics/ensembles.h
  Json options;                            // resolved: grid_step, regularisation
  std::vector<std::string> member_names;   // of variants, parallel to JobRecord::needs
  std::vector<std::string> member_stages;  // parallel: the stage whose predictions count, its last
};

struct PlannedJob {
  db::JobRecord record;          // id, kind, identity, needs
  Resources request;             // derived jobs ask for no device
  worker::TrainingJob training;  // of training and artefact jobs; device, threads, folders and files are
                                 // filled when it starts
  DerivedWork derived;           // of derived jobs
  std::string artefact;          // of artefact jobs: its name in the experiment
  size_t data_set = 0;           // index into Plan::data_sets
  std::vector<size_t> variants;  // indexes into revision.variants: which have it in a cell; of an artefact,
                                 // which use it
};

struct Plan {
  db::RevisionRecord revision;            // its variants: those of the experiment, then its ensembles
  std::vector<data::Manifest> data_sets;  // distinct prepared sets
  std::vector<std::string> data_folders;  // parallel to data_sets
  std::vector<PlannedJob> jobs;           // needs before the jobs that need them; each id once
  std::vector<db::CellRecord> cells;
  std::vector<metrics::ThresholdRule> thresholds;
  std::vector<std::string> notes;  // what is not wrong and yet worth a line
};

// `prepared(data_json)` gives folder and manifest of a variant's data block. One training job a (variant,
// seed, fold); one artefact job a (artefact, data set, split, seed) that they name, before them; one derived
// "ensemble" job a (ensemble, seed, fold); one derived "pool" job a (variant or ensemble, seed) over its
// folds where the protocol has more than one. Throws InputError where a split cannot be learned (see
// orchestrator/plan_check.h), naming variant, seed, fold and class.
using PreparedLookup = std::function<std::pair<std::string, data::Manifest>(const Json& data)>;
Plan make_plan(const Experiment& experiment, const PreparedLookup& prepared);

}  // namespace purkinje::orchestrator
