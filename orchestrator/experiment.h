// An experiment as resolved from its YAML file: profile and overrides applied, everything checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/config.h"
#include "base/json.h"
#include "metrics/evaluation.h"

namespace purkinje::orchestrator {

// What a job asks of a worker.
struct Resources {
  std::string device = "any";  // any, cpu, cuda
  int devices = 1;
  int threads = 1;         // of each trainer; part of the attempt's record
  int64_t memory_mb = 0;   // 0: not stated
  bool exclusive = false;  // nobody else on the device
};

// One point of the grid: the complete settings of a row.
struct Variant {
  std::string name;  // unique, made of its axes' values where it has no name
  std::string title;
  Json settings;                                 // dotted path -> value: what the grid set
  Json data, protocol, training, model_options;  // resolved by their option tables
  std::string network;
  Resources resources;
};

// A product that jobs can name: trained once for each data set, split and seed that its users have, with
// their data and protocol.
struct Artefact {
  std::string name, title;
  std::string network;
  Json model_options, training;  // resolved; training.procedure says how it is made
  std::optional<uint64_t> seed;  // its own; none: that of the job that uses it
  Resources resources;
};

// Predictions of several variants combined, seed by seed and fold by fold: a row of a table without training.
struct Ensemble {
  std::string name, title;
  std::string method;                // of metrics/ensembles.h
  std::vector<std::string> members;  // names of variants
  Json options;                      // resolved: grid_step, regularisation
};

struct Experiment {
  std::string name, title, profile;
  std::string source;             // the file's text
  Json resolved;                  // canonical and complete: what the revision stores
  std::vector<Variant> variants;  // in grid order
  std::vector<uint64_t> seeds;
  int folds = 1;
  metrics::Task task = metrics::Task::binary;
  std::vector<metrics::ThresholdRule> thresholds;
  std::string keep_weights = "none";
  std::vector<std::string> trace_records;  // "record" or "record@start"
  int traces_per_class = 0;
  std::vector<Artefact> artefacts;  // those that a variant names
  std::vector<Ensemble> ensembles;  // shown like variants, after them
  // Where in the file a setting of a variant stands: dotted path, "training.loss"; may be empty.
  std::function<Place(const std::string& variant, const std::string& path)> where;
  std::vector<std::string> notes;  // what is not wrong and yet worth a line: an artefact that nobody names
};

// Reads, merges the profile ("" is full), applies --set overrides ("training.epochs=3"), checks everything
// and expands the grid. Throws one InputError with all problems, each with file, line, key and nearest valid
// name.
Experiment load_experiment(const std::filesystem::path& file, const std::string& profile,
                           const std::vector<std::string>& overrides);

}  // namespace purkinje::orchestrator
