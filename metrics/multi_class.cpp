#include "metrics/multi_class.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "metrics/class_mean.h"
#include "metrics/probability.h"

namespace purkinje::metrics {
namespace {

constexpr const char* kOneClass = "all samples are of one class";

// Over classes: of counts, of their squares and products. Whole numbers, so exact.
struct Sums {
  double samples = 0, right = 0, truth_by_decided = 0, truth_squared = 0, decided_squared = 0;
};

Sums sums_of(const Decisions& decisions) {
  Sums sums;
  sums.samples = static_cast<double>(decisions.samples());
  for (size_t k = 0; k < decisions.classes; ++k) {
    const auto counts = confusion_of_class(decisions, k);
    const auto is = static_cast<double>(counts.positives());
    const auto called = static_cast<double>(counts.called_positive());
    sums.right += static_cast<double>(counts.true_positives);
    sums.truth_by_decided += is * called;
    sums.truth_squared += is * is;
    sums.decided_squared += called * called;
  }
  return sums;
}

}  // namespace

std::optional<size_t> class_of_row(const Scores& scores, size_t row) {
  std::optional<size_t> found;
  for (size_t k = 0; k < scores.outputs; ++k) {
    if (scores.label[row * scores.outputs + k] <= 0) continue;
    if (found) return std::nullopt;
    found = k;
  }
  return found;
}

Decisions decide_by_largest_score(const Scores& scores) {
  Decisions out;
  out.classes = scores.outputs;
  size_t not_a_number = 0;
  for (size_t i = 0; i < scores.samples; ++i) {
    const auto truth = class_of_row(scores, i);
    if (!truth) {
      ++out.unknown;
      continue;
    }
    const double* row = scores.score.data() + i * scores.outputs;
    not_a_number +=
        static_cast<size_t>(std::count_if(row, row + scores.outputs, [](double s) { return std::isnan(s); }));
    out.truth.push_back(*truth);
    out.decided.push_back(static_cast<size_t>(std::max_element(row, row + scores.outputs) - row));
  }
  if (scores.samples == 0)
    out.unusable = "no samples";
  else if (out.truth.empty())
    out.unusable = fmt::format("no samples with a known label among {}", out.unknown);
  else if (not_a_number == 1)
    out.unusable = "1 score is not a number";
  else if (not_a_number > 1)
    out.unusable = fmt::format("{} scores are not a number", not_a_number);
  return out;
}

std::vector<int64_t> confusion_matrix(const Decisions& decisions) {
  if (!decisions.unusable.empty()) return {};
  std::vector<int64_t> counts(decisions.classes * decisions.classes, 0);
  for (size_t i = 0; i < decisions.samples(); ++i)
    ++counts[decisions.truth[i] * decisions.classes + decisions.decided[i]];
  return counts;
}

Confusion confusion_of_class(const Decisions& decisions, size_t which) {
  Confusion counts;
  for (size_t i = 0; i < decisions.samples(); ++i) {
    const bool positive = decisions.truth[i] == which, called = decisions.decided[i] == which;
    ++(positive ? (called ? counts.true_positives : counts.false_negatives)
                : (called ? counts.false_positives : counts.true_negatives));
  }
  return counts;
}

Measure multi_class_accuracy(const MultiClassSample& sample) {
  const auto& decisions = sample.decisions;
  if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
  size_t right = 0;
  for (size_t i = 0; i < decisions.samples(); ++i) right += decisions.truth[i] == decisions.decided[i];
  return Measure::of(static_cast<double>(right) / static_cast<double>(decisions.samples()));
}

Measure multi_class_mcc(const MultiClassSample& sample) {
  if (!sample.decisions.unusable.empty()) return Measure::undefined(sample.decisions.unusable);
  const auto sums = sums_of(sample.decisions);
  const double spread_of_truth = sums.samples * sums.samples - sums.truth_squared;
  const double spread_of_decisions = sums.samples * sums.samples - sums.decided_squared;
  if (spread_of_truth <= 0) return Measure::undefined(kOneClass);
  if (spread_of_decisions <= 0) return Measure::undefined("all samples are decided to be of one class");
  return Measure::of((sums.right * sums.samples - sums.truth_by_decided) / std::sqrt(spread_of_truth) /
                     std::sqrt(spread_of_decisions));
}

Measure multi_class_kappa(const MultiClassSample& sample) {
  if (!sample.decisions.unusable.empty()) return Measure::undefined(sample.decisions.unusable);
  const auto sums = sums_of(sample.decisions);
  if (sums.samples * sums.samples <= sums.truth_squared) return Measure::undefined(kOneClass);
  return Measure::of((sums.right * sums.samples - sums.truth_by_decided) /
                     (sums.samples * sums.samples - sums.truth_by_decided));
}

Measure multi_class_balanced_accuracy(const MultiClassSample& sample) {
  if (!sample.decisions.unusable.empty()) return Measure::undefined(sample.decisions.unusable);
  std::vector<std::optional<double>> found;  // of each class
  for (size_t k = 0; k < sample.decisions.classes; ++k)
    found.push_back(sensitivity(confusion_of_class(sample.decisions, k)).value);
  const auto absent = static_cast<size_t>(std::count(found.begin(), found.end(), std::nullopt));
  return found.size() - absent < 2 ? Measure::undefined(kOneClass) : mean_over_classes(found);
}

Measure j_kappa(const MultiClassSample& sample) {
  auto agreement = multi_class_kappa(sample);
  if (!agreement.value) return agreement;
  double j_index = 0;
  for (const char* name : {"S", "V"}) {
    const auto& names = sample.class_names;
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return Measure::undefined(fmt::format("no class is named {}", name));
    const auto counts = confusion_of_class(sample.decisions, static_cast<size_t>(at - names.begin()));
    for (const auto& part : {sensitivity(counts), precision(counts)}) {
      if (!part.value) return Measure::undefined(fmt::format("{}: {}", name, part.reason));
      j_index += *part.value;
    }
  }
  return Measure::of(*agreement.value / 2 + j_index / 8);
}

Measure cross_entropy(const MultiClassSample& sample) {
  const auto& [names, scores, decisions] = sample;
  if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
  double sum = 0;
  for (size_t i = 0; i < scores.samples; ++i) {
    const auto truth = class_of_row(scores, i);
    if (!truth) continue;
    for (size_t k = 0; k < scores.outputs; ++k)
      if (auto reason = why_no_probability(scores.score[i * scores.outputs + k]); !reason.empty())
        return Measure::undefined(reason);
    sum -= clipped_log(scores.score[i * scores.outputs + *truth]);
  }
  return Measure::of(sum / static_cast<double>(decisions.samples()));
}

}  // namespace purkinje::metrics
