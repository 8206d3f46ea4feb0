// The scores of one class against the rest, with unknown labels left out: what every binary metric starts
// from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "metrics/evaluation.h"

namespace purkinje::metrics {

struct ScoredLabel {
  double score = 0;
  bool positive = false;
};

struct BinarySample {
  std::vector<ScoredLabel> items;  // in the order of the samples
  size_t positives = 0, negatives = 0;
  size_t unknown = 0;       // left out of `items`
  size_t not_a_number = 0;  // NaN scores within `items`; any of them leaves all metrics undefined

  size_t size() const { return positives + negatives; }
};

// Column `output` of a set of predictions. Throws std::invalid_argument for a column that does not exist.
BinarySample binary_sample(const Scores& scores, size_t output);

// Why nothing can be computed: "no samples", "no samples with a known label among 12", "3 scores are not a
// number". Empty where there is no such reason.
std::string why_unusable(const BinarySample& sample);

// "no positives among 12 samples", "no negatives among 12 samples"; empty where the class is there.
std::string why_no_positives(size_t positives, size_t samples);
std::string why_no_negatives(size_t negatives, size_t samples);

}  // namespace purkinje::metrics
