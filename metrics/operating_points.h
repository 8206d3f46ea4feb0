// One pass of sorting that curves, areas, thresholds and confusion counts share: for every distinct score,
// how many positives and negatives reach it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "metrics/binary_sample.h"

namespace purkinje::metrics {

// What is called positive when `score >= threshold`.
struct OperatingPoint {
  double threshold = 0;
  size_t true_positives = 0;
  size_t false_positives = 0;
};

struct OperatingPoints {
  size_t positives = 0, negatives = 0;
  std::string unusable;                // why there are no points: why_unusable() of the sample
  std::vector<OperatingPoint> points;  // one a distinct score, thresholds decreasing, counts not decreasing

  size_t samples() const { return positives + negatives; }
};

// O(n log n). Scores may be infinite; with a NaN among them there are no points, and `unusable` says so.
OperatingPoints operating_points(BinarySample sample);

}  // namespace purkinje::metrics
