// Evaluations on their way from a worker to the coordinator.
#include <cmath>
#include <limits>

#include "worker/job.h"
#include "worker/json_fields.h"

namespace purkinje::worker {
namespace {

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

}  // namespace

Json to_json(const metrics::Evaluation& evaluation) {
  return {{"samples", evaluation.samples},
          {"counts", list_of(evaluation.counts, count_to_json)},
          {"values", list_of(evaluation.values, value_to_json)},
          {"thresholds", list_of(evaluation.thresholds, threshold_to_json)},
          {"curves", list_of(evaluation.curves, curve_to_json)},
          {"confusion", bytes_of(evaluation.confusion)}};
}

metrics::Evaluation evaluation_from_json(const Json& json) {
  return reading("an evaluation", [&] {
    metrics::Evaluation evaluation;
    evaluation.samples = json.at("samples");
    evaluation.counts = items_of(json.at("counts"), count_from_json);
    evaluation.values = items_of(json.at("values"), value_from_json);
    evaluation.thresholds = items_of(json.at("thresholds"), threshold_from_json);
    evaluation.curves = items_of(json.at("curves"), curve_from_json);
    evaluation.confusion = array_or_empty<int64_t>(json, "confusion");
    return evaluation;
  });
}

}  // namespace purkinje::worker
