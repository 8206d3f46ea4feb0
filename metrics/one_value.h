// One value of an evaluation without all the others: what resampling computes a thousand times.
#pragma once

#include <string>
#include <vector>

#include "metrics/drawn_scores.h"
#include "metrics/evaluation.h"
#include "metrics/measure.h"
#include "metrics/registry.h"

namespace purkinje::metrics {

// Names one value of an evaluation: the fields of MetricValue.
struct MetricKey {
  std::string name;
  std::string class_name;       // empty: the binary task, or all classes together
  std::string rule, chosen_on;  // empty for metrics without threshold, and in multi_class tasks
};

// Looks everything up once, so that only numbers are left to compute.
class OneValue {
 public:
  // `thresholds` are those of an evaluation of the same task. Throws std::invalid_argument where a task of
  // these classes has no such metric, class or threshold.
  OneValue(const MetricKey& key, Task task, const std::vector<std::string>& class_names,
           const std::vector<Threshold>& thresholds);

  // What evaluate() has under that key for these scores, were the thresholds the same.
  Measure of(const Scores& scores) const;
  // The same of a draw, which keeps what the next value can use too.
  Measure of(DrawnScores& drawn) const;

 private:
  Measure of_class(DrawnScores& drawn, size_t which) const;
  Measure mean_over_classes(DrawnScores& drawn) const;

  Task task_;
  const MetricInfo* metric_;
  std::vector<std::string> class_names_;
  std::vector<size_t> classes_;        // whose values are wanted: one, or all for their mean
  std::vector<Threshold> thresholds_;  // one a class of the task, or none
  bool at_once_ = false;               // all classes at once
};

}  // namespace purkinje::metrics
