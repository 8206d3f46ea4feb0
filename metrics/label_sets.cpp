#include "metrics/label_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace purkinje::metrics {
namespace {

std::string why_unusable(const Scores& scores, const std::vector<Threshold>& thresholds) {
  if (scores.samples == 0) return "no samples";
  for (const auto& threshold : thresholds)
    if (!threshold.value)
      return fmt::format("no threshold for {}: {}", threshold.class_name, threshold.reason);
  return "";
}

}  // namespace

LabelSets label_sets(const Scores& scores, const std::vector<Threshold>& thresholds) {
  LabelSets out;
  out.classes = thresholds.size();
  out.unusable = why_unusable(scores, thresholds);
  if (!out.unusable.empty()) return out;
  if (thresholds.size() != scores.outputs)
    throw std::invalid_argument(
        fmt::format("{} thresholds for scores of {} outputs", thresholds.size(), scores.outputs));
  size_t not_a_number = 0;
  for (size_t i = 0; i < scores.samples; ++i) {
    const int8_t* labels = scores.label.data() + i * scores.outputs;
    if (std::any_of(labels, labels + scores.outputs, [](int8_t label) { return label < 0; })) {
      ++out.unknown;
      continue;
    }
    ++out.samples;
    for (size_t k = 0; k < scores.outputs; ++k) {
      const double score = scores.score[i * scores.outputs + k];
      if (std::isnan(score)) ++not_a_number;
      out.truth.push_back(labels[k] > 0 ? 1 : 0);
      out.called.push_back(score >= *thresholds[k].value ? 1 : 0);
    }
  }
  if (out.samples == 0)
    out.unusable = fmt::format("no samples whose labels are all known among {}", scores.samples);
  else if (not_a_number > 0)
    out.unusable = not_a_number == 1 ? "1 score is not a number"
                                     : fmt::format("{} scores are not a number", not_a_number);
  return out;
}

void append(LabelSets& all, const LabelSets& more) {
  all.samples += more.samples;
  all.classes = more.classes;
  all.unknown += more.unknown;
  all.truth.insert(all.truth.end(), more.truth.begin(), more.truth.end());
  all.called.insert(all.called.end(), more.called.begin(), more.called.end());
  if (all.unusable.empty()) all.unusable = more.unusable;
}

Measure exact_match(const LabelSets& sets) {
  if (!sets.unusable.empty()) return Measure::undefined(sets.unusable);
  size_t right = 0;
  for (size_t i = 0; i < sets.samples; ++i) {
    const int8_t* truth = sets.truth.data() + i * sets.classes;
    right += std::equal(truth, truth + sets.classes, sets.called.data() + i * sets.classes) ? 1 : 0;
  }
  return Measure::of(static_cast<double>(right) / static_cast<double>(sets.samples));
}

}  // namespace purkinje::metrics
