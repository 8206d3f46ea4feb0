#include "metrics/one_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "base/error.h"
#include "metrics/binary_sample.h"
#include "metrics/class_mean.h"
#include "metrics/confusion.h"
#include "metrics/label_sets.h"
#include "metrics/multi_class.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {
namespace {

const MetricInfo& metric_of(const MetricKey& key, Task task) {
  std::vector<std::string> names;
  for (const auto& metric : metric_registry()) {
    const bool has_it = key.class_name.empty() ? has_value_of_task(metric, task) : has_value_of_class(metric);
    if (metric.name == key.name && has_it) return metric;
    if (has_it) names.push_back(metric.name);
  }
  throw std::invalid_argument(fmt::format("a {} task has no '{}'{}{}", to_string(task), key.name,
                                          key.class_name.empty() ? "" : " of a class alone",
                                          suggestion(key.name, names)));
}

std::vector<size_t> classes_of(const MetricKey& key, Task task, const std::vector<std::string>& class_names) {
  std::vector<size_t> all(class_names.size());
  std::iota(all.begin(), all.end(), size_t{0});
  if (key.class_name.empty()) return all;
  const auto at = std::find(class_names.begin(), class_names.end(), key.class_name);
  if (task == Task::binary || at == class_names.end())
    throw std::invalid_argument(
        fmt::format("a {} task has no value of the class '{}'", to_string(task), key.class_name));
  return {static_cast<size_t>(at - class_names.begin())};
}

// One a class of the task, in its order.
std::vector<Threshold> thresholds_of(const MetricKey& key, Task task,
                                     const std::vector<std::string>& class_names,
                                     const std::vector<Threshold>& thresholds) {
  std::vector<Threshold> own;
  for (const auto& name : class_names) {
    const auto at = std::find_if(thresholds.begin(), thresholds.end(), [&](const Threshold& threshold) {
      return threshold.rule == key.rule && threshold.chosen_on == key.chosen_on &&
             threshold.class_name == (task == Task::binary ? "" : name);
    });
    if (at == thresholds.end())
      throw std::invalid_argument(fmt::format("{}: there is no threshold '{}' chosen on '{}' for {}",
                                              key.name, key.rule, key.chosen_on, name));
    own.push_back(*at);
  }
  return own;
}

}  // namespace

OneValue::OneValue(const MetricKey& key, Task task, const std::vector<std::string>& class_names,
                   const std::vector<Threshold>& thresholds)
    : task_(task),
      metric_(&metric_of(key, task)),
      class_names_(class_names),
      classes_(classes_of(key, task, class_names)),
      at_once_(key.class_name.empty() && is_of_all_classes_at_once(*metric_, task)) {
  if (metric_->kind() == MetricKind::threshold && task != Task::multi_class)
    thresholds_ = thresholds_of(key, task, class_names, thresholds);
}

Measure OneValue::of(const Scores& scores) const {
  DrawnScores every_row(scores);
  return of(every_row);
}

Measure OneValue::of(DrawnScores& drawn) const {
  if (!at_once_) return classes_.size() == 1 ? of_class(drawn, classes_.front()) : mean_over_classes(drawn);
  if (task_ == Task::multi_label) return metric_->multi_label(label_sets(drawn.scores(), thresholds_));
  return metric_->multi_class({class_names_, drawn.scores(), drawn.decisions()});
}

Measure OneValue::mean_over_classes(DrawnScores& drawn) const {
  std::vector<std::optional<double>> values;
  values.reserve(classes_.size());
  for (const size_t k : classes_) values.push_back(of_class(drawn, k).value);
  return metrics::mean_over_classes(values);
}

Measure OneValue::of_class(DrawnScores& drawn, size_t which) const {
  if (const auto* of_counts = std::get_if<Measure (*)(const Confusion&)>(&metric_->compute)) {
    if (task_ == Task::multi_class) {
      const auto& decisions = drawn.decisions();
      if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
      return (*of_counts)(drawn.confusion_of_class(which));
    }
    const auto& sample = drawn.sample(which);
    if (auto reason = why_unusable(sample); !reason.empty()) return Measure::undefined(reason);
    const auto& threshold = thresholds_[which];
    if (!threshold.value) return Measure::undefined("no threshold: " + threshold.reason);
    return (*of_counts)(confusion_at(sample, *threshold.value));
  }
  if (const auto* of_sample = std::get_if<Measure (*)(const BinarySample&)>(&metric_->compute))
    return (*of_sample)(drawn.sample(which));
  return std::get<Measure (*)(const OperatingPoints&)>(metric_->compute)(drawn.operating_points(which));
}

}  // namespace purkinje::metrics
