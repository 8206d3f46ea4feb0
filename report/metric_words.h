// How metrics and thresholds are called in print.
#pragma once

#include <string>
#include <vector>

namespace purkinje::report {

struct MetricWord {
  std::string name;   // in the database
  std::string label;  // in print
  bool needs_threshold;
  bool smaller_is_better = false;
};

const std::vector<MetricWord>& metric_words();
// nullptr where the metric is unknown.
const MetricWord* find_metric_word(const std::string& name);

// "at 0.5", "max F1, validation-chosen": a threshold chosen on test data and a fixed one are different
// quantities, so that a column's heading always says which it is. Empty where there is no rule.
std::string threshold_words(const std::string& rule, const std::string& chosen_on);

}  // namespace purkinje::report
