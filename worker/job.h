// A job as it travels from the coordinator to a worker and on to a trainer, and what comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "metrics/evaluation.h"

namespace purkinje::worker {

// What a trainer needs to train one job. Everything that determines the result is in the first block.
struct TrainingJob {
  std::string id;        // 32 hexadecimal digits (identity)
  std::string network;   // name in models/registry.h
  Json network_options;  // resolved by the network's option table
  Json training;         // resolved by worker/training_options.h
  Json protocol;         // resolved by data/splits.h
  metrics::Task task = metrics::Task::binary;
  std::vector<std::string> classes;
  uint64_t seed = 0;
  int fold = 0;

  // Where and how, without influence on what is computed (threads aside: they are a stated resource).
  std::string data_folder;       // a prepared set
  std::string data_fingerprint;  // refused where the folder's differs
  std::string device = "cpu";    // "cpu", "cuda:0", ...
  int threads = 1;
  std::string keep_weights = "none";       // none, last, best
  std::string weights_file;                // where to write them (temporary name, rename)
  std::vector<std::string> trace_records;  // records whose attention weights are kept as example traces

  Json to_json() const;
  static TrainingJob from_json(const Json& json);
};

// One epoch of one stage: a row for each part and measure.
struct EpochRow {
  std::string stage = "train";
  int epoch = 0;        // 1-based
  std::string part;     // train, validation
  std::string measure;  // loss, roc_auc, learning_rate, ...
  std::optional<double> value;
};

// The raw outputs of one part, as the network gave them.
struct Predictions {
  std::string stage = "train";
  std::string part;  // validation, test
  metrics::Link link = metrics::Link::sigmoid;
  size_t outputs = 1;
  std::vector<uint32_t> samples;  // indexes into the prepared set
  std::vector<float> raw;         // [samples, outputs]
};

// Weights over time of one example record, with the signal that was shown to the network.
struct Trace {
  std::string kind = "attention";
  uint32_t sample = 0;
  std::vector<float> values;     // one a time step
  std::vector<float> signal_mv;  // [leads, length]: filled by the worker, for figures
};

// Everything a trainer sends for a finished job, without metrics.
struct TrainerResult {
  std::vector<EpochRow> epochs;
  std::vector<Predictions> predictions;
  std::vector<Trace> traces;
  std::string weights_file, weights_sha256;  // empty where none were kept
  int64_t parameters = 0;
  Json environment;  // LibTorch version, device model, threads, peak memory
};

// Metrics of one part and stage, computed by a worker.
struct PartEvaluation {
  std::string stage = "train";
  std::string part;
  metrics::Evaluation evaluation;
};

// The finished result as it lies in the spool: written by the worker before it reports, read by the
// coordinator.
struct JobResult {
  std::string job;
  int64_t attempt = 0;
  TrainerResult trainer;
  std::vector<PartEvaluation> evaluations;
  double train_seconds = 0;

  std::vector<uint8_t> to_cbor() const;
  // Throws InputError for bytes that are no result.
  static JobResult from_cbor(const std::vector<uint8_t>& bytes);
};

// Arrays of numbers become byte strings (little-endian), so these are for CBOR and not for JSON text.
// The readers throw InputError naming what is missing or of the wrong type.
Json to_json(const EpochRow& row);
EpochRow epoch_row_from_json(const Json& json);
Json to_json(const TrainerResult& result);
TrainerResult trainer_result_from_json(const Json& json);
Json to_json(const metrics::Evaluation& evaluation);
metrics::Evaluation evaluation_from_json(const Json& json);

}  // namespace purkinje::worker
