// Small sets of predictions for tests.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/binary_sample.h"
#include "metrics/evaluation.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {

inline Scores scores_of(const std::vector<double>& score, const std::vector<int8_t>& label,
                        size_t outputs = 1) {
  return {score.size() / outputs, outputs, score, label};
}

inline BinarySample sample_of(const std::vector<double>& score, const std::vector<int8_t>& label) {
  return binary_sample(scores_of(score, label), 0);
}

inline OperatingPoints ranked(const std::vector<double>& score, const std::vector<int8_t>& label) {
  return operating_points(sample_of(score, label));
}

}  // namespace purkinje::metrics
