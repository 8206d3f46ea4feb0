// Logistic regression with an L2 penalty, for stacking: small, dense, solved to the end.
#pragma once

#include <cstddef>
#include <vector>

namespace purkinje::metrics {

struct LogisticModel {
  size_t features = 0, classes = 0;
  // A row a class: weights, then the intercept. Of two classes only the second has one, the first's logit is
  // 0.
  std::vector<double> rows;  // [classes, or 1 of two; features + 1]
};

// Minimises the summed negative log-likelihood plus regularisation / 2 times the sum of squared weights, the
// intercepts free: scikit-learn's LogisticRegression(C=1/regularisation), multinomial above two classes.
// Newton's method until no derivative exceeds 1e-8 (or rounding ends it sooner).
//
// x is [samples, features]; truth has a class below `classes` a sample. Throws std::invalid_argument where
// there are not two classes, one of them has no sample, shapes do not fit, or regularisation is not positive.
LogisticModel fit_logistic(const std::vector<double>& x, size_t features, const std::vector<size_t>& truth,
                           size_t classes, double regularisation);

// [samples, classes], every row summing to 1.
std::vector<double> class_probabilities(const LogisticModel& model, const std::vector<double>& x);

}  // namespace purkinje::metrics
