#include "metrics/macro_f1.h"

#include <optional>
#include <vector>

#include "metrics/binary_sample.h"
#include "metrics/class_mean.h"
#include "metrics/confusion.h"
#include "metrics/multi_class.h"

namespace purkinje::metrics {
namespace {

constexpr double kThreshold = 0.5;

Measure f1_at_half(const Scores& scores, size_t output) {
  const auto sample = binary_sample(scores, output);
  const auto reason = why_unusable(sample);
  return reason.empty() ? f1(confusion_at(sample, kThreshold)) : Measure::undefined(reason);
}

}  // namespace

Measure macro_f1(Task task, const Scores& scores) {
  if (task == Task::binary && scores.outputs == 1) return f1_at_half(scores, 0);
  std::vector<std::optional<double>> classes;
  classes.reserve(scores.outputs);
  if (task == Task::multi_class) {
    const auto decisions = decide_by_largest_score(scores);
    if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
    for (size_t k = 0; k < scores.outputs; ++k) classes.push_back(f1(confusion_of_class(decisions, k)).value);
  } else {
    for (size_t k = 0; k < scores.outputs; ++k) classes.push_back(f1_at_half(scores, k).value);
  }
  return mean_over_classes(classes);
}

}  // namespace purkinje::metrics
