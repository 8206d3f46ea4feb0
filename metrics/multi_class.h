// Decisions among several classes by the largest score, and the metrics of such decisions as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/confusion.h"
#include "metrics/evaluation.h"
#include "metrics/measure.h"

namespace purkinje::metrics {

// What was decided for every sample with a known class. Among equal largest scores the first class is taken.
struct Decisions {
  size_t classes = 0;
  std::vector<size_t> truth;    // [samples with a known class]
  std::vector<size_t> decided;  // the same length
  size_t unknown = 0;           // rows without exactly one 1, left out
  std::string unusable;         // why there are none: no samples, scores that are not a number

  size_t samples() const { return truth.size(); }
};

// The one class a row is labelled with; nothing where there is not exactly one.
std::optional<size_t> class_of_row(const Scores& scores, size_t row);

Decisions decide_by_largest_score(const Scores& scores);

// Counts of decisions, row = truth, column = decision; empty where `decisions` is unusable.
std::vector<int64_t> confusion_matrix(const Decisions& decisions);  // [classes, classes]

// One class against the rest.
Confusion confusion_of_class(const Decisions& decisions, size_t which);

// What the metrics of all classes at once are computed from.
struct MultiClassSample {
  const std::vector<std::string>& class_names;
  const Scores& scores;
  const Decisions& decisions;  // of the scores
};

// The share of samples decided correctly.
Measure multi_class_accuracy(const MultiClassSample& sample);
// Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient".
Measure multi_class_mcc(const MultiClassSample& sample);
// The mean negative logarithm of the true class's probability, clipped as in log_loss.
Measure cross_entropy(const MultiClassSample& sample);
// The mean sensitivity of the classes that are there, as in scikit-learn.
Measure multi_class_balanced_accuracy(const MultiClassSample& sample);
// Cohen 1960, "A coefficient of agreement for nominal scales".
Measure multi_class_kappa(const MultiClassSample& sample);
// Of heartbeats: kappa / 2 + (Se_S + Se_V + P+_S + P+_V) / 8, sensitivity and precision of the classes named
// S and V (Mar, Zaunseder, Martinez, Llamedo, Poll 2011). Undefined without these two, and where a part is
// undefined.
Measure j_kappa(const MultiClassSample& sample);

}  // namespace purkinje::metrics
