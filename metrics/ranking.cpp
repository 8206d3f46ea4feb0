#include "metrics/ranking.h"

namespace purkinje::metrics {

Measure roc_auc(const OperatingPoints& ranked) {
  if (!ranked.unusable.empty()) return Measure::undefined(ranked.unusable);
  if (ranked.positives == 0) return Measure::undefined(why_no_positives(0, ranked.samples()));
  if (ranked.negatives == 0) return Measure::undefined(why_no_negatives(0, ranked.samples()));
  // Twice the area in units of pairs is a whole number: no rounding until the division.
  size_t twice_area = 0;
  OperatingPoint before;
  for (const auto& point : ranked.points) {
    twice_area +=
        (point.false_positives - before.false_positives) * (point.true_positives + before.true_positives);
    before = point;
  }
  const double pairs = static_cast<double>(ranked.positives) * static_cast<double>(ranked.negatives);
  return Measure::of(static_cast<double>(twice_area) / (2.0 * pairs));
}

Measure auprc(const OperatingPoints& ranked) {
  if (!ranked.unusable.empty()) return Measure::undefined(ranked.unusable);
  if (ranked.positives == 0) return Measure::undefined(why_no_positives(0, ranked.samples()));
  double area = 0;  // in units of one positive
  size_t found = 0;
  for (const auto& point : ranked.points) {
    const auto called = static_cast<double>(point.true_positives + point.false_positives);
    const double precision = static_cast<double>(point.true_positives) / called;
    area += static_cast<double>(point.true_positives - found) * precision;
    found = point.true_positives;
  }
  return Measure::of(area / static_cast<double>(ranked.positives));
}

}  // namespace purkinje::metrics
