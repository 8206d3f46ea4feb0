#include "worker/job.h"

#include <fmt/format.h>

#include "base/error.h"
#include "worker/json_fields.h"

namespace purkinje::worker {
namespace {

constexpr size_t kRegionCount = 4;  // baseline, P, QRS, T

Json predictions_to_json(const Predictions& p) {
  return {{"stage", p.stage},
          {"part", p.part},
          {"link", metrics::to_string(p.link)},
          {"outputs", p.outputs},
          {"samples", bytes_of(p.samples)},
          {"raw", bytes_of(p.raw)}};
}

Predictions predictions_from_json(const Json& json) {
  Predictions p;
  p.stage = json.at("stage");
  p.part = json.at("part");
  p.link = metrics::parse_link(json.at("link"));
  p.outputs = json.at("outputs");
  p.samples = array_of<uint32_t>(json.at("samples"));
  p.raw = array_of<float>(json.at("raw"));
  if (p.raw.size() != p.samples.size() * p.outputs)
    throw InputError(fmt::format("predictions of part '{}' hold {} numbers for {} samples of {} outputs",
                                 p.part, p.raw.size(), p.samples.size(), p.outputs));
  return p;
}

Json trace_to_json(const Trace& trace) {
  return {{"kind", trace.kind},
          {"sample", trace.sample},
          {"values", bytes_of(trace.values)},
          {"signal_mv", bytes_of(trace.signal_mv)},
          {"stage", trace.stage},
          {"class", trace.class_name},
          {"columns", bytes_of(trace.columns)},
          {"column_samples", bytes_of(trace.column_samples)},
          {"regions", bytes_of(trace.regions)}};
}

Trace trace_from_json(const Json& json) {
  Trace trace{json.at("kind"), json.at("sample"), array_of<float>(json.at("values")),
              array_of<float>(json.at("signal_mv"))};
  trace.stage = json.value("stage", trace.stage);
  trace.class_name = json.value("class", "");
  trace.columns = array_or_empty<float>(json, "columns");
  trace.column_samples = array_or_empty<float>(json, "column_samples");
  trace.regions = array_or_empty<uint8_t>(json, "regions");
  return trace;
}

Json artefact_to_json(const ArtefactInput& artefact) {
  return {{"role", artefact.role},
          {"name", artefact.name},
          {"job", artefact.job},
          {"file", artefact.file},
          {"sha256", artefact.sha256}};
}

ArtefactInput artefact_from_json(const Json& json) {
  return {json.at("role"), json.at("name"), json.at("job"), json.at("file"), json.at("sha256")};
}

Json part_to_json(const PartEvaluation& part) {
  return {{"stage", part.stage}, {"part", part.part}, {"evaluation", to_json(part.evaluation)}};
}

PartEvaluation part_from_json(const Json& json) {
  return {json.at("stage"), json.at("part"), evaluation_from_json(json.at("evaluation"))};
}

}  // namespace

Json TrainingJob::to_json() const {
  return {{"id", id},
          {"network", network},
          {"network_options", network_options},
          {"training", training},
          {"protocol", protocol},
          {"task", metrics::to_string(task)},
          {"classes", classes},
          {"seed", seed},
          {"fold", fold},
          {"data_folder", data_folder},
          {"data_fingerprint", data_fingerprint},
          {"device", device},
          {"threads", threads},
          {"keep_weights", keep_weights},
          {"weights_file", weights_file},
          {"trace_records", trace_records},
          {"artefacts", list_of(artefacts, artefact_to_json)},
          {"traces_per_class", traces_per_class},
          {"artefact_file", artefact_file}};
}

TrainingJob TrainingJob::from_json(const Json& json) {
  return reading("a training job", [&] {
    TrainingJob job;
    job.id = json.at("id");
    job.network = json.at("network");
    job.network_options = json.at("network_options");
    job.training = json.at("training");
    job.protocol = json.at("protocol");
    job.task = metrics::parse_task(json.at("task"));
    job.classes = json.at("classes").get<std::vector<std::string>>();
    job.seed = json.at("seed");
    job.fold = json.at("fold");
    job.data_folder = json.at("data_folder");
    job.data_fingerprint = json.at("data_fingerprint");
    job.device = json.at("device");
    job.threads = json.at("threads");
    job.keep_weights = json.at("keep_weights");
    job.weights_file = json.at("weights_file");
    job.trace_records = json.at("trace_records").get<std::vector<std::string>>();
    if (json.contains("artefacts")) job.artefacts = items_of(json.at("artefacts"), artefact_from_json);
    job.traces_per_class = json.value("traces_per_class", 0);
    job.artefact_file = json.value("artefact_file", "");
    return job;
  });
}

Json to_json(const EpochRow& row) {
  return {{"stage", row.stage},
          {"epoch", row.epoch},
          {"part", row.part},
          {"measure", row.measure},
          {"value", optional_number(row.value)}};
}

EpochRow epoch_row_from_json(const Json& json) {
  return reading("an epoch's row", [&] {
    return EpochRow{json.at("stage"), json.at("epoch"), json.at("part"), json.at("measure"),
                    optional_number(json.at("value"))};
  });
}

Json to_json(const PartRegionSums& weights) {
  return {{"stage", weights.stage},         {"part", weights.part},
          {"kind", weights.kind},           {"samples", bytes_of(weights.samples)},
          {"sums", bytes_of(weights.sums)}, {"steps", bytes_of(weights.steps)}};
}

PartRegionSums part_region_sums_from_json(const Json& json) {
  return reading("weights of regions", [&] {
    PartRegionSums weights{json.at("stage"),
                           json.at("part"),
                           json.at("kind"),
                           array_of<uint32_t>(json.at("samples")),
                           array_of<float>(json.at("sums")),
                           array_of<int32_t>(json.at("steps"))};
    const size_t expected = weights.samples.size() * kRegionCount;
    if (weights.sums.size() != expected || weights.steps.size() != expected)
      throw InputError(fmt::format("weights of regions ({}) hold {} sums and {} step counts for {} samples",
                                   weights.kind, weights.sums.size(), weights.steps.size(),
                                   weights.samples.size()));
    return weights;
  });
}

Json to_json(const TrainerResult& result) {
  return {{"epochs", list_of<EpochRow>(result.epochs, to_json)},
          {"predictions", list_of(result.predictions, predictions_to_json)},
          {"traces", list_of(result.traces, trace_to_json)},
          {"weights_file", result.weights_file},
          {"weights_sha256", result.weights_sha256},
          {"parameters", result.parameters},
          {"environment", result.environment},
          {"regions", list_of<PartRegionSums>(result.regions, to_json)},
          {"artefact_file", result.artefact_file},
          {"artefact_sha256", result.artefact_sha256},
          {"artefact", result.artefact}};
}

TrainerResult trainer_result_from_json(const Json& json) {
  return reading("a trainer's result", [&] {
    TrainerResult result;
    result.epochs = items_of(json.at("epochs"), epoch_row_from_json);
    result.predictions = items_of(json.at("predictions"), predictions_from_json);
    result.traces = items_of(json.at("traces"), trace_from_json);
    result.weights_file = json.at("weights_file");
    result.weights_sha256 = json.at("weights_sha256");
    result.parameters = json.at("parameters");
    result.environment = json.at("environment");
    if (json.contains("regions")) result.regions = items_of(json.at("regions"), part_region_sums_from_json);
    result.artefact_file = json.value("artefact_file", "");
    result.artefact_sha256 = json.value("artefact_sha256", "");
    result.artefact = json.value("artefact", Json());
    return result;
  });
}

std::vector<uint8_t> JobResult::to_cbor() const {
  const Json json = {{"format", "purkinje job result"},
                     {"version", 1},
                     {"job", job},
                     {"attempt", attempt},
                     {"trainer", worker::to_json(trainer)},
                     {"evaluations", list_of(evaluations, part_to_json)},
                     {"train_seconds", train_seconds}};
  return Json::to_cbor(json);
}

JobResult JobResult::from_cbor(const std::vector<uint8_t>& bytes) {
  return reading("a job's result", [&] {
    const Json json = Json::from_cbor(bytes);
    if (!json.is_object() || json.value("format", "") != "purkinje job result" ||
        json.value("version", 0) != 1)
      throw InputError("a job's result cannot be read: it is of another format or version");
    JobResult result;
    result.job = json.at("job");
    result.attempt = json.at("attempt");
    result.trainer = trainer_result_from_json(json.at("trainer"));
    result.evaluations = items_of(json.at("evaluations"), part_from_json);
    result.train_seconds = json.at("train_seconds");
    return result;
  });
}

}  // namespace purkinje::worker
