#include "metrics/macro_f1.h"

#include <optional>
#include <vector>

#include "metrics/binary_sample.h"
#include "metrics/confusion.h"
#include "metrics/multi_class.h"
#include "metrics/summary.h"

namespace purkinje::metrics {
namespace {

constexpr double kThreshold = 0.5;

Measure mean_of(const std::vector<Measure>& classes) {
  std::vector<std::optional<double>> values;
  values.reserve(classes.size());
  for (const auto& measure : classes) values.push_back(measure.value);
  if (const auto summary = summarise(values); summary.mean) return Measure::of(*summary.mean);
  return Measure::undefined(classes.empty() ? "no samples" : classes.front().reason);
}

}  // namespace

Measure macro_f1(Task task, const Scores& scores) {
  std::vector<Measure> classes;
  classes.reserve(scores.outputs);
  if (task == Task::multi_class) {
    const auto decisions = decide_by_largest_score(scores);
    if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
    for (size_t k = 0; k < scores.outputs; ++k) classes.push_back(f1(confusion_of_class(decisions, k)));
  } else {
    for (size_t k = 0; k < scores.outputs; ++k) {
      const auto sample = binary_sample(scores, k);
      const auto reason = why_unusable(sample);
      classes.push_back(reason.empty() ? f1(confusion_at(sample, kThreshold)) : Measure::undefined(reason));
    }
  }
  return mean_of(classes);
}

}  // namespace purkinje::metrics
