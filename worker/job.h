// A job as it travels from the coordinator to a worker and on to a trainer, and what comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "metrics/evaluation.h"

namespace purkinje::worker {

// The product of an artefact job that this job builds on.
struct ArtefactInput {
  std::string role;    // what it is used for: "synthetic" (beats), "pretrained" (weights)
  std::string name;    // as the experiment calls it
  std::string job;     // the artefact job's id
  std::string file;    // filled when the job starts
  std::string sha256;  // of the file: another content is refused
};

// What a trainer needs to train one job: a training job, which ends in predictions, or an artefact job, which
// ends in a file. Everything that determines the result is in the first block.
struct TrainingJob {
  std::string id;        // 32 hexadecimal digits (identity)
  std::string network;   // name in models/registry.h
  Json network_options;  // resolved by the network's option table
  Json training;         // resolved by worker/training_options.h
  Json protocol;         // resolved by data/prepared/splits.h
  metrics::Task task = metrics::Task::binary;
  std::vector<std::string> classes;
  uint64_t seed = 0;
  int fold = 0;
  std::vector<ArtefactInput> artefacts = {};  // products it needs

  // Where and how, without influence on what is computed (threads aside: they are a stated resource).
  std::string data_folder;       // a prepared set
  std::string data_fingerprint;  // refused where the folder's differs
  std::string device = "cpu";    // "cpu", "cuda:0", ...
  int threads = 1;
  std::string keep_weights = "none";       // none, last, best
  std::string weights_file;                // where to write them (temporary name, rename)
  std::vector<std::string> trace_records;  // records whose attention weights are kept as example traces; one
                                           // window of a record is "record@start"
  int traces_per_class = 0;   // and so many test samples of each class, the first in the set's order
  std::string artefact_file;  // artefact jobs: where to write the product (temporary name, rename)

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
  std::string part;  // validation, test, or the name of an external part
  metrics::Link link = metrics::Link::sigmoid;
  size_t outputs = 1;
  std::vector<uint32_t> samples;  // indexes into the prepared set
  std::vector<float> raw;         // [samples, outputs]
};

// Weights over time of one example record, with the signal that was shown to the network.
struct Trace {
  std::string kind = "attention";  // attention, track (factors on the signal), grad_cam
  uint32_t sample = 0;
  std::vector<float> values;     // one a time step
  std::vector<float> signal_mv;  // [leads, length]: filled by the worker, for figures
  std::string stage = "train";
  std::string class_name = {};             // grad_cam: the class whose score is explained
  std::vector<float> columns = {};         // grad_cam: the map before it was resized, one a column
  std::vector<float> column_samples = {};  // and the sample each column is centred on
  std::vector<uint8_t> regions = {};       // data::Region of each time step, where the set has them
};

// Weights summed inside the regions of the ECG, for each sample of a part: what metrics/region_means.h takes.
struct PartRegionSums {
  std::string stage = "train";
  std::string part;                // as in Predictions
  std::string kind = "attention";  // attention, track, grad_cam
  std::vector<uint32_t> samples;
  std::vector<float> sums;     // [samples, 4]: baseline, P, QRS, T
  std::vector<int32_t> steps;  // [samples, 4]: time steps in each
};

// Everything a trainer sends for a finished job, without metrics.
struct TrainerResult {
  std::vector<EpochRow> epochs;
  std::vector<Predictions> predictions;
  std::vector<Trace> traces;
  std::string weights_file, weights_sha256;  // empty where none were kept
  int64_t parameters = 0;
  Json environment;  // LibTorch version, device model, threads, peak memory
  std::vector<PartRegionSums> regions = {};
  std::string artefact_file = {}, artefact_sha256 = {};  // artefact jobs: the product
  Json artefact = {};  // what it is: counts, quality figures, for people ({"beats": 4100, ...})
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
Json to_json(const PartRegionSums& weights);
PartRegionSums part_region_sums_from_json(const Json& json);
Json to_json(const TrainerResult& result);
TrainerResult trainer_result_from_json(const Json& json);
Json to_json(const metrics::Evaluation& evaluation);
metrics::Evaluation evaluation_from_json(const Json& json);

}  // namespace purkinje::worker
