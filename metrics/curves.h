// ROC and precision-recall curves as points, thinned where there are too many to keep.
#pragma once

#include <cstddef>
#include <vector>

#include "metrics/evaluation.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {

inline constexpr size_t kCurvePoints = 1000;

// One vertex a distinct score in order of decreasing threshold, after a first vertex that no score reaches:
// (0, 0). `area` is roc_auc() over all vertices. No points where a class is absent.
Curve roc_curve(const OperatingPoints& ranked, size_t max_points = kCurvePoints);

// The same for precision over recall, the first vertex being (0, 1) by convention; `area` is auprc(). No
// points without positives.
Curve pr_curve(const OperatingPoints& ranked, size_t max_points = kCurvePoints);

// At most max_points (>= 2) of the vertices, both ends among them. Vertices are dropped where they and their
// neighbours span the smallest boxes, so that the area under the kept ones stays within 1e-3 for 1,000
// points, and no gap between kept vertices is wide unless the curve itself jumps. x must not decrease.
std::vector<CurvePoint> thin(const std::vector<CurvePoint>& points, size_t max_points);

}  // namespace purkinje::metrics
