// Change of the sampling rate by a rational factor, without aliases and without delay.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace purkinje::data {

struct Ratio {
  int64_t up = 1, down = 1;  // in lowest terms
};

// target / source as a ratio of whole numbers below 10,000. Throws InputError where there is none (both rates
// must be known to 1e-9).
Ratio rate_ratio(double source_rate_hz, double target_rate_hz);

// The low-pass of a ratio at the common rate: a sinc cut at 0.45 of the lower rate under a Kaiser window of
// 80 dB whose transition is a tenth of the lower rate (Kaiser 1974, "Nonrecursive digital filter design using
// the I0-sinh window function"). Odd length, symmetric, sum 1.
std::vector<double> resampling_filter(Ratio ratio);

// The signal at up/down of its rate: ceil(n * up / down) samples, zero phase, the edges continued by their
// last value.
std::vector<double> resample(std::span<const double> signal, Ratio ratio);
std::vector<double> resample(std::span<const double> signal, Ratio ratio, std::span<const double> filter);

}  // namespace purkinje::data
