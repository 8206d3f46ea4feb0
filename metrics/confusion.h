// The four counts of a binary decision, and the metrics that follow from them alone.
#pragma once

#include <cstddef>

#include "metrics/binary_sample.h"
#include "metrics/measure.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {

struct Confusion {
  size_t true_positives = 0, false_positives = 0, true_negatives = 0, false_negatives = 0;

  size_t positives() const { return true_positives + false_negatives; }
  size_t negatives() const { return true_negatives + false_positives; }
  size_t called_positive() const { return true_positives + false_positives; }
  size_t called_negative() const { return true_negatives + false_negatives; }
  size_t samples() const { return positives() + negatives(); }
  Confusion& operator+=(const Confusion& other);
  bool operator==(const Confusion&) const = default;
};

// A sample is called positive when `score >= threshold`. O(log n).
Confusion confusion_at(const OperatingPoints& ranked, double threshold);

// The same without a ranking, O(n); what the sample counts as not a number is called negative.
Confusion confusion_at(const BinarySample& sample, double threshold);

// All undefined, with a reason, where their denominator is zero; where scikit-learn puts a 0 instead
// (precision without predicted positives, MCC with an empty row or column) they are undefined too.
Measure accuracy(const Confusion& counts);
Measure precision(const Confusion& counts);
Measure sensitivity(const Confusion& counts);
Measure specificity(const Confusion& counts);
Measure negative_predictive_value(const Confusion& counts);
Measure f1(const Confusion& counts);   // 2 TP / (2 TP + FP + FN)
Measure mcc(const Confusion& counts);  // Matthews 1975
Measure balanced_accuracy(
    const Confusion& counts);  // mean of sensitivity and specificity; both classes needed

Measure kappa(const Confusion& counts);  // Cohen 1960; both classes needed

}  // namespace purkinje::metrics
