// Decisions of a multi_label task: every class by a threshold of its own, and the metrics of all of them at
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/evaluation.h"
#include "metrics/measure.h"

namespace purkinje::metrics {

// Of the samples whose labels are all known, the classes that are there and those that are called.
struct LabelSets {
  size_t samples = 0, classes = 0;
  std::vector<int8_t> truth, called;  // [samples, classes]
  size_t unknown = 0;                 // samples left out
  std::string unusable;               // why there are none
};

// One threshold a class; a class without one leaves the sets unusable, as do scores that are not a number.
LabelSets label_sets(const Scores& scores, const std::vector<Threshold>& thresholds);

// Puts sets of the same classes together; what makes one of them unusable makes all.
void append(LabelSets& all, const LabelSets& more);

// The share of samples whose classes are all right: PhysioNet/CinC Challenge 2020's accuracy.
Measure exact_match(const LabelSets& sets);

}  // namespace purkinje::metrics
