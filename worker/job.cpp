#include "worker/job.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "base/error.h"

namespace purkinje::worker {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays travel in the byte order of this machine");

template <typename T>
Json bytes_of(const std::vector<T>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return Json::binary(std::move(bytes));
}

template <typename T>
std::vector<T> array_of(const Json& json) {
  const auto& bytes = json.get_binary();
  if (bytes.size() % sizeof(T) != 0)
    throw InputError(
        fmt::format("an array of {} bytes does not hold {}-byte numbers", bytes.size(), sizeof(T)));
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

Json optional_number(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}
std::optional<double> optional_number(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

template <typename T>
Json list_of(const std::vector<T>& items, Json (*one)(const T&)) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(one(item));
  return list;
}

template <typename Reader>
auto items_of(const Json& list, Reader one) {
  std::vector<std::invoke_result_t<Reader, const Json&>> items;
  for (const auto& item : list) items.push_back(one(item));
  return items;
}

// Turns the library's complaint about a missing or wrong field into ours.
template <typename Body>
auto reading(const char* what, Body body) {
  try {
    return body();
  } catch (const Json::exception& problem) {
    throw InputError(fmt::format("{} cannot be read: {}", what, problem.what()));
  } catch (const std::invalid_argument& problem) {
    throw InputError(fmt::format("{} cannot be read: {}", what, problem.what()));
  }
}

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
          {"signal_mv", bytes_of(trace.signal_mv)}};
}

Trace trace_from_json(const Json& json) {
  return {json.at("kind"), json.at("sample"), array_of<float>(json.at("values")),
          array_of<float>(json.at("signal_mv"))};
}

Json count_to_json(const metrics::ClassCount& c) {
  return {{"class", c.class_name},
          {"positives", c.positives},
          {"negatives", c.negatives},
          {"unknown", c.unknown}};
}

metrics::ClassCount count_from_json(const Json& json) {
  return {json.at("class"), json.at("positives"), json.at("negatives"), json.at("unknown")};
}

Json value_to_json(const metrics::MetricValue& v) {
  return {{"name", v.name},
          {"class", v.class_name},
          {"rule", v.rule},
          {"chosen_on", v.chosen_on},
          {"value", optional_number(v.value)},
          {"reason", v.reason}};
}

metrics::MetricValue value_from_json(const Json& json) {
  return {json.at("name"),
          json.at("class"),
          json.at("rule"),
          json.at("chosen_on"),
          optional_number(json.at("value")),
          json.at("reason")};
}

Json threshold_to_json(const metrics::Threshold& t) {
  return {{"rule", t.rule},
          {"chosen_on", t.chosen_on},
          {"class", t.class_name},
          {"value", optional_number(t.value)},
          {"reason", t.reason}};
}

metrics::Threshold threshold_from_json(const Json& json) {
  return {json.at("rule"), json.at("chosen_on"), json.at("class"), optional_number(json.at("value")),
          json.at("reason")};
}

// Three columns of doubles; NaN marks a point that no threshold reaches.
Json curve_to_json(const metrics::Curve& curve) {
  std::vector<double> x, y, threshold;
  for (const auto& point : curve.points) {
    x.push_back(point.x);
    y.push_back(point.y);
    threshold.push_back(point.threshold.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return {{"kind", curve.kind},
          {"class", curve.class_name},
          {"area", optional_number(curve.area)},
          {"full_points", curve.full_points},
          {"x", bytes_of(x)},
          {"y", bytes_of(y)},
          {"threshold", bytes_of(threshold)}};
}

metrics::Curve curve_from_json(const Json& json) {
  metrics::Curve curve{
      json.at("kind"), json.at("class"), optional_number(json.at("area")), json.at("full_points"), {}};
  const auto x = array_of<double>(json.at("x"));
  const auto y = array_of<double>(json.at("y"));
  const auto threshold = array_of<double>(json.at("threshold"));
  if (x.size() != y.size() || x.size() != threshold.size())
    throw InputError("a curve has columns of unequal length");
  for (size_t i = 0; i < x.size(); ++i)
    curve.points.push_back(
        {x[i], y[i], std::isnan(threshold[i]) ? std::nullopt : std::optional(threshold[i])});
  return curve;
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
          {"trace_records", trace_records}};
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

Json to_json(const TrainerResult& result) {
  return {{"epochs", list_of<EpochRow>(result.epochs, to_json)},
          {"predictions", list_of(result.predictions, predictions_to_json)},
          {"traces", list_of(result.traces, trace_to_json)},
          {"weights_file", result.weights_file},
          {"weights_sha256", result.weights_sha256},
          {"parameters", result.parameters},
          {"environment", result.environment}};
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
    return result;
  });
}

Json to_json(const metrics::Evaluation& evaluation) {
  return {{"samples", evaluation.samples},
          {"counts", list_of(evaluation.counts, count_to_json)},
          {"values", list_of(evaluation.values, value_to_json)},
          {"thresholds", list_of(evaluation.thresholds, threshold_to_json)},
          {"curves", list_of(evaluation.curves, curve_to_json)}};
}

metrics::Evaluation evaluation_from_json(const Json& json) {
  return reading("an evaluation", [&] {
    metrics::Evaluation evaluation;
    evaluation.samples = json.at("samples");
    evaluation.counts = items_of(json.at("counts"), count_from_json);
    evaluation.values = items_of(json.at("values"), value_from_json);
    evaluation.thresholds = items_of(json.at("thresholds"), threshold_from_json);
    evaluation.curves = items_of(json.at("curves"), curve_from_json);
    return evaluation;
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
