// Percentile intervals of metrics by resampling the test part: what another draw of samples, or of patients,
// could have given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/evaluation.h"
#include "metrics/one_value.h"

namespace purkinje::metrics {

struct BootstrapOptions {
  size_t resamples = 1000;
  double level = 0.95;
  uint64_t seed = 0;
};

struct Interval {
  std::optional<double> low, high;  // both or none
  std::string reason;               // why there is none
  size_t resamples = 0;             // how many were drawn
  size_t undefined = 0;             // in how many of them the metric was undefined: these are left out
};

// One interval a wanted value (Efron and Tibshirani 1993, ch. 13): its quantiles, interpolated linearly, over
// `resamples` draws with replacement. What is drawn are the samples, or, where `groups` gives each sample the
// index of its patient or record, whole groups: samples of one group are not independent. The values of one
// call come from the same draws. The same seed gives the same intervals, everywhere.
//
// Thresholds are those of `evaluation` (of the same predictions); none is chosen again. No interval where the
// metric is undefined in more than half of the resamples, or with fewer than two groups.
//
// Throws std::invalid_argument where a metric, class or threshold does not exist, a level is not between 0
// and 1, or `groups` is neither empty nor one a sample.
std::vector<Interval> bootstrap_intervals(Task task, const std::vector<std::string>& class_names,
                                          const Scores& test, const Evaluation& evaluation,
                                          const std::vector<MetricKey>& wanted,
                                          const std::vector<uint32_t>& groups,
                                          const BootstrapOptions& options);

}  // namespace purkinje::metrics
