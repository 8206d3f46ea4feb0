#include "data/derivative.h"

namespace purkinje::data {

std::vector<double> derivative_of(std::span<const double> signal, double sample_rate_hz) {
  const size_t n = signal.size();
  std::vector<double> slope(n, 0);
  if (n < 2) return slope;
  slope[0] = (signal[1] - signal[0]) * sample_rate_hz;
  for (size_t i = 1; i + 1 < n; ++i) slope[i] = 0.5 * (signal[i + 1] - signal[i - 1]) * sample_rate_hz;
  slope[n - 1] = (signal[n - 1] - signal[n - 2]) * sample_rate_hz;
  return slope;
}

}  // namespace purkinje::data
