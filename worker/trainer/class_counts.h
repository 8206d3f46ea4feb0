// How often each class occurs in the training part, and the weights that follow from it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "worker/trainer/options.h"

namespace purkinje::trainer {

// The labels of some samples, 1, 0 or -1, row-major.
struct LabelTable {
  size_t classes = 0;
  std::vector<int8_t> labels;  // [samples, classes]

  size_t samples() const { return classes == 0 ? 0 : labels.size() / classes; }
  int8_t at(size_t sample, size_t column) const { return labels[sample * classes + column]; }
};

// One number a class.
struct ClassCounts {
  std::vector<size_t> positives, negatives;
};
ClassCounts count_classes(const LabelTable& table);

// inverse: 1/n, inverse_sqrt: 1/sqrt(n), divided by their mean over the classes; empty for none. A class that
// does not occur weighs 0 and takes no part in the mean.
std::vector<double> class_weights(TrainingOptions::ClassWeights kind, const ClassCounts& counts);

// Negatives over positives of each class; 1 where one of them is missing.
std::vector<double> balancing_weights(const ClassCounts& counts);

// The weight of each sample in weighted sampling: the largest of sqrt(samples / n) over its positive classes,
// at most `cap`, at least 1 (S3).
std::vector<double> sampling_weights(const LabelTable& table, double cap);

}  // namespace purkinje::trainer
