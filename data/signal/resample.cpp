#include "data/signal/resample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/error.h"

namespace purkinje::data {
namespace {

// Modified Bessel function of the first kind, order 0, by its power series.
double bessel_i0(double x) {
  double term = 1, sum = 1;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

}  // namespace

Ratio rate_ratio(double source_rate_hz, double target_rate_hz) {
  if (!(source_rate_hz > 0 && target_rate_hz > 0))
    throw InputError(fmt::format("cannot resample from {} Hz to {} Hz", source_rate_hz, target_rate_hz));
  // Convergents of the continued fraction.
  const double wanted = target_rate_hz / source_rate_hz;
  double rest = wanted;
  int64_t up = 1, up_before = 0, down = 0, down_before = 1;
  for (int i = 0; i < 32; ++i) {
    const double whole = std::floor(rest + 1e-9);
    if (whole > 1e6) break;
    const auto factor = static_cast<int64_t>(whole);
    up_before = std::exchange(up, factor * up + up_before);
    down_before = std::exchange(down, factor * down + down_before);
    if (up >= 10000 || down >= 10000) break;
    if (up > 0 && std::abs(static_cast<double>(up) / static_cast<double>(down) - wanted) <= 1e-9 * wanted)
      return {up, down};
    rest = 1 / (rest - whole);
  }
  throw InputError(fmt::format("{} Hz to {} Hz is no ratio of whole numbers below 10,000", source_rate_hz,
                               target_rate_hz));
}

std::vector<double> resampling_filter(Ratio ratio) {
  constexpr double kAttenuationDb = 80, kCut = 0.45, kTransition = 0.1;     // of the lower rate
  const auto larger = static_cast<double>(std::max(ratio.up, ratio.down));  // common rate / lower rate
  const double beta = 0.1102 * (kAttenuationDb - 8.7);
  const double width = (kAttenuationDb - 7.95) / (14.36 * kTransition);  // in samples of the lower rate
  const auto half = static_cast<int64_t>(std::ceil(width / 2 * larger));
  std::vector<double> filter(static_cast<size_t>(2 * half + 1));
  double sum = 0;
  for (int64_t i = -half; i <= half; ++i) {
    const double x = 2 * kCut * static_cast<double>(i) / larger;
    const double sinc = i == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
    const double place = static_cast<double>(i) / static_cast<double>(half);
    const double window = bessel_i0(beta * std::sqrt(std::max(0.0, 1 - place * place))) / bessel_i0(beta);
    sum += filter[static_cast<size_t>(i + half)] = sinc * window;
  }
  for (auto& tap : filter) tap /= sum;
  return filter;
}

std::vector<double> resample(std::span<const double> signal, Ratio ratio) {
  if (ratio.up == ratio.down) return {signal.begin(), signal.end()};
  return resample(signal, ratio, resampling_filter(ratio));
}

std::vector<double> resample(std::span<const double> signal, Ratio ratio, std::span<const double> filter) {
  const auto n = static_cast<int64_t>(signal.size()), half = static_cast<int64_t>(filter.size() / 2);
  if (n == 0) return {};
  std::vector<double> out(static_cast<size_t>((n * ratio.up + ratio.down - 1) / ratio.down));
  for (size_t m = 0; m < out.size(); ++m) {
    // Of the common-rate samples around the output's place only every up-th is not zero.
    const int64_t centre = static_cast<int64_t>(m) * ratio.down;
    const int64_t lowest = centre - half;
    const int64_t first = lowest >= 0 ? (lowest + ratio.up - 1) / ratio.up : -(-lowest / ratio.up);
    double sum = 0;
    for (int64_t i = first; i * ratio.up <= centre + half; ++i)
      sum += signal[static_cast<size_t>(std::clamp<int64_t>(i, 0, n - 1))] *
             filter[static_cast<size_t>(centre - i * ratio.up + half)];
    out[m] = sum * static_cast<double>(ratio.up);
  }
  return out;
}

}  // namespace purkinje::data
