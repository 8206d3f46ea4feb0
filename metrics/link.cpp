// From a network's raw outputs to scores, in double precision.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "metrics/evaluation.h"

namespace purkinje::metrics {
namespace {

// Neither branch overflows: the exponential is of a number that is not positive.
double sigmoid(double raw) {
  if (raw >= 0) return 1.0 / (1.0 + std::exp(-raw));
  const double e = std::exp(raw);
  return e / (1.0 + e);
}

// In place over one row; the largest is subtracted first so that nothing overflows.
void softmax(double* row, size_t outputs) {
  const double largest = *std::max_element(row, row + outputs);
  double sum = 0;
  for (size_t i = 0; i < outputs; ++i) sum += row[i] = std::exp(row[i] - largest);
  for (size_t i = 0; i < outputs; ++i) row[i] /= sum;
}

}  // namespace

std::vector<double> apply_link(Link link, const std::vector<float>& raw, size_t outputs) {
  if (outputs == 0 || raw.size() % outputs != 0)
    throw std::invalid_argument("raw outputs do not fill whole rows of " + std::to_string(outputs));
  std::vector<double> score(raw.begin(), raw.end());  // [samples, outputs]
  if (link == Link::sigmoid) std::transform(score.begin(), score.end(), score.begin(), sigmoid);
  if (link == Link::softmax)
    for (size_t at = 0; at < score.size(); at += outputs) softmax(score.data() + at, outputs);
  return score;
}

}  // namespace purkinje::metrics
