// Metrics of the order of scores: no threshold, unchanged by any strictly increasing transform.
#pragma once

#include "metrics/measure.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {

// Area under the ROC curve by trapezoids over all distinct scores: a tie between a positive and a negative
// counts half (Hanley and McNeil 1982). Undefined unless both classes are present.
Measure roc_auc(const OperatingPoints& ranked);

// Average precision: the sum of recall increments times the precision they are reached at, over all distinct
// scores, without interpolation (scikit-learn's average_precision_score). Undefined without positives.
Measure auprc(const OperatingPoints& ranked);

// The same over the 1,001 thresholds 0, 0.001, ..., 1 only: a cross-check for studies that read the curve on
// a grid. Undefined where a score lies outside [0, 1].
Measure auprc_grid1001(const OperatingPoints& ranked);

}  // namespace purkinje::metrics
