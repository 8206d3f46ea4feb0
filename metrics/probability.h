// Metrics of scores as probabilities. Undefined where a score lies outside [0, 1].
#pragma once

#include "metrics/binary_sample.h"
#include "metrics/measure.h"

namespace purkinje::metrics {

// Mean squared difference between probability and outcome (Brier 1950, for one class).
Measure brier(const BinarySample& sample);

// Mean negative log-likelihood, natural logarithm. Probabilities are kept 2^-52 away from 0 and 1, as
// scikit-learn does.
Measure log_loss(const BinarySample& sample);

// The natural logarithm of a probability clipped to [2^-52, 1 - 2^-52].
double clipped_log(double probability);

// "score 1.7 is not a probability" for the first such score; empty where all lie in [0, 1].
std::string why_no_probability(double score);

}  // namespace purkinje::metrics
