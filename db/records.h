// What is written to the database, as plain values. Natural keys throughout: the writer turns them into row
// ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "metrics/evaluation.h"

namespace purkinje::db {

// A prepared data set as it was used: stored once under its fingerprint.
struct DataSetRecord {
  std::string fingerprint, name, title, stand_in;
  std::vector<std::string> sources, classes, leads;
  double sample_rate_hz = 0;
  int64_t length = 0;
  Json preprocessing;
  struct SampleRecord {
    std::string record, patient;
    int64_t start = 0;
    std::vector<int8_t> labels;  // one a class: 1, 0, -1 unknown (stored as NULL)
  };
  std::vector<SampleRecord> samples;
};

// One planned experiment: the resolved text and everything it expands to.
struct RevisionRecord {
  std::string experiment;   // its name
  std::string profile;      // "full" where none was named
  std::string digest;       // SHA-256 of the resolved text
  std::string resolved;     // canonical JSON: data, protocol, model, training, grid, report, paper, ...
  std::string source;       // the YAML as the user wrote it
  std::string fingerprint;  // of its data set
  struct Variant {
    std::string name, title;
    Json settings;  // what distinguishes it
  };
  std::vector<Variant> variants;  // in the order of the grid
};

enum class JobKind { training, artefact, derived };
std::string to_string(JobKind kind);

struct JobRecord {
  std::string id;
  JobKind kind = JobKind::training;
  std::string procedure;    // "supervised", "pool", ...
  Json identity;            // the canonical text that was hashed
  std::string fingerprint;  // of its data set
  uint64_t seed = 0;
  std::optional<int> fold;         // none for a derived job over folds
  std::string task;                // binary, multi_label, multi_class
  std::vector<std::string> needs;  // ids of jobs
};

// The place of a job in an experiment. A derived job over all folds has fold empty.
struct CellRecord {
  std::string revision_digest, variant;
  uint64_t seed = 0;
  std::optional<int> fold;
  std::string job;
};

struct EpochRecord {
  std::string stage;
  int epoch = 0;
  std::string part, measure;
  std::optional<double> value;
};

struct PredictionRecord {
  std::string stage, part, link;
  size_t outputs = 1;
  std::vector<uint32_t> samples;  // positions in the data set
  std::vector<float> raw;         // [samples, outputs]
};

struct TraceRecord {
  std::string kind;
  uint32_t sample = 0;
  std::vector<float> values;
  std::vector<float> signal_mv;  // [leads, length]: what a figure draws
  std::string stage = "train", class_name = {};
  std::vector<float> columns = {}, column_samples = {};  // Grad-CAM: the map's columns and where they lie
  std::vector<uint8_t> regions = {};                     // data::Region of each time step
};

// Weights summed inside the regions of the ECG (baseline, P, QRS, T), a row a sample.
struct RegionSumsRecord {
  std::string stage, part, kind;
  std::vector<uint32_t> samples;
  std::vector<float> sums;     // [samples, 4]
  std::vector<int32_t> steps;  // [samples, 4]
};

// The product of an artefact job: a file in the run folder, known by its hash.
struct ArtefactRecord {
  std::string file, sha256;
  Json description;
};

struct EvaluationRecord {
  std::string stage, part;
  metrics::Evaluation evaluation;
};

// Everything a finished job leaves. A pool has evaluations only: its predictions are those of its needs. An
// ensemble has predictions of its own (scores, with link identity). An artefact job has no predictions but a
// file.
struct ResultRecord {
  std::string job;
  int64_t attempt = 0;
  std::vector<EpochRecord> epochs;
  std::vector<PredictionRecord> predictions;
  std::vector<TraceRecord> traces;
  std::vector<EvaluationRecord> evaluations;
  std::string weights_file, weights_sha256;
  std::optional<int64_t> parameters;
  Json environment;
  double train_seconds = 0;
  std::vector<RegionSumsRecord> regions = {};
  std::optional<ArtefactRecord> artefact = {};
};

// How an attempt ended otherwise (DESIGN: Failure).
struct FailureRecord {
  int64_t attempt = 0;
  std::string outcome;  // failed, lost, cancelled, preempted, pruned
  std::string failure;  // configuration, diverged, host_memory, device_memory, hang, time_limit, signal,
                        // communication, disk
  std::string message;
};

}  // namespace purkinje::db
