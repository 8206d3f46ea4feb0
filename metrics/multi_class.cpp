#include "metrics/multi_class.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <optional>

#include "metrics/probability.h"

namespace purkinje::metrics {
namespace {

// The one class a row is labelled with, or nothing.
std::optional<size_t> class_of_row(const Scores& scores, size_t row) {
  std::optional<size_t> found;
  for (size_t k = 0; k < scores.outputs; ++k) {
    if (scores.label[row * scores.outputs + k] <= 0) continue;
    if (found) return std::nullopt;
    found = k;
  }
  return found;
}

}  // namespace

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

Measure multi_class_accuracy(const Scores& scores) {
  const auto decisions = decide_by_largest_score(scores);
  if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
  size_t right = 0;
  for (size_t i = 0; i < decisions.samples(); ++i) right += decisions.truth[i] == decisions.decided[i];
  return Measure::of(static_cast<double>(right) / static_cast<double>(decisions.samples()));
}

Measure multi_class_mcc(const Scores& scores) {
  const auto decisions = decide_by_largest_score(scores);
  if (!decisions.unusable.empty()) return Measure::undefined(decisions.unusable);
  const auto samples = static_cast<double>(decisions.samples());
  double right = 0, both = 0, truth = 0, decided = 0;  // sums over classes of counts and of their products
  for (size_t k = 0; k < decisions.classes; ++k) {
    const auto counts = confusion_of_class(decisions, k);
    const auto is = static_cast<double>(counts.positives()),
               called = static_cast<double>(counts.called_positive());
    right += static_cast<double>(counts.true_positives);
    both += is * called;
    truth += is * is;
    decided += called * called;
  }
  const double spread_of_truth = samples * samples - truth, spread_of_decisions = samples * samples - decided;
  if (spread_of_truth <= 0) return Measure::undefined("all samples are of one class");
  if (spread_of_decisions <= 0) return Measure::undefined("all samples are decided to be of one class");
  return Measure::of((right * samples - both) / std::sqrt(spread_of_truth) / std::sqrt(spread_of_decisions));
}

Measure cross_entropy(const Scores& scores) {
  const auto decisions = decide_by_largest_score(scores);
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
