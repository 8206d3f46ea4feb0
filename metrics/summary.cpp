#include "metrics/summary.h"

#include <cmath>

namespace purkinje::metrics {

Summary summarise(const std::vector<std::optional<double>>& values) {
  Summary out;
  double sum = 0;
  for (const auto& value : values) {
    const bool there = value && std::isfinite(*value);
    ++(there ? out.n : out.missing);
    if (there) sum += *value;
  }
  if (out.n == 0) return out;
  const double mean = sum / static_cast<double>(out.n);
  out.mean = mean;
  if (out.n < 2) return out;
  double squares = 0;  // a second pass over the differences: no cancellation
  for (const auto& value : values)
    if (value && std::isfinite(*value)) squares += (*value - mean) * (*value - mean);
  out.sd = std::sqrt(squares / static_cast<double>(out.n - 1));
  return out;
}

}  // namespace purkinje::metrics
