// Combining the scores of several models on the same samples into one set of scores: nothing is trained
// again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "metrics/evaluation.h"

namespace purkinje::metrics {

// A model's scores, all of them probabilities. All members of an ensemble have the same samples, outputs and
// labels in the same order; `validation` may be without samples where the method does not look at it.
struct Member {
  std::string name;
  Scores validation, test;
};

struct EnsembleOptions {
  double grid_step = 0.1;       // of weight_grid: 1/n for a whole number n
  double regularisation = 1.0;  // of stacking: the weight of the L2 penalty, 1/C of scikit-learn
};

struct EnsembleResult {
  Scores validation, test;      // labels as the members have them; rows sum to 1 in multi_class tasks
  std::vector<double> weights;  // one a member, summing to 1, where the method has such
  std::string note;             // what a reader of the numbers should know; empty where there is nothing
};

struct EnsembleMethod {
  std::string name;
  std::string explanation;   // one line, for --help
  bool needs_validation;     // looks at the validation labels
  size_t least_members = 1;  // fewer are refused
};

// average, f1_weighted, top2_classes, top2_models, top2_confident, weight_grid, stacking.
const std::vector<EnsembleMethod>& ensemble_methods();

// F1 on validation is the mean over classes as in evaluation.h, decided by the largest score (multi_class) or
// at 0.5 (binary, multi_label). Unknown labels are left out wherever labels are looked at.
//
// Throws std::invalid_argument with one sentence where the method is unknown, where the members do not fit
// each other, where a score is not a probability, and where the method cannot do what is asked: top2_classes
// needs a multi_class task with at least 3 classes, methods that look at validation labels need some.
EnsembleResult combine(const std::string& method, const EnsembleOptions& options, Task task,
                       const std::vector<Member>& members);

}  // namespace purkinje::metrics
