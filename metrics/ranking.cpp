#include "metrics/ranking.h"

#include <cmath>

#include "metrics/probability.h"

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

namespace {

// The area of steps under precision over recall, through those points that `is_vertex` picks by their index.
template <typename IsVertex>
Measure stepped_area(const OperatingPoints& ranked, IsVertex is_vertex) {
  if (!ranked.unusable.empty()) return Measure::undefined(ranked.unusable);
  if (ranked.positives == 0) return Measure::undefined(why_no_positives(0, ranked.samples()));
  double area = 0;  // in units of one positive
  size_t found = 0;
  for (size_t i = 0; i < ranked.points.size(); ++i) {
    if (!is_vertex(i)) continue;
    const auto& point = ranked.points[i];
    const auto called = static_cast<double>(point.true_positives + point.false_positives);
    const double precision = static_cast<double>(point.true_positives) / called;
    area += static_cast<double>(point.true_positives - found) * precision;
    found = point.true_positives;
  }
  return Measure::of(area / static_cast<double>(ranked.positives));
}

// Of the highest of the thresholds 0, 1/1000, ..., 1 that a score from 0 to 1 reaches.
double grid_index(double score) {
  constexpr double kSteps = 1000;
  const double index = std::floor(score * kSteps);  // may be one off by rounding
  if ((index + 1) / kSteps <= score) return index + 1;
  return index / kSteps > score ? index - 1 : index;
}

}  // namespace

Measure auprc(const OperatingPoints& ranked) {
  return stepped_area(ranked, [](size_t) { return true; });
}

Measure auprc_grid1001(const OperatingPoints& ranked) {
  for (const auto& point : ranked.points)
    if (auto reason = why_no_probability(point.threshold); !reason.empty()) return Measure::undefined(reason);
  // The last score of each group that the same threshold reaches is where the curve is read.
  return stepped_area(ranked, [&](size_t i) {
    return i + 1 == ranked.points.size() ||
           grid_index(ranked.points[i].threshold) > grid_index(ranked.points[i + 1].threshold);
  });
}

}  // namespace purkinje::metrics
