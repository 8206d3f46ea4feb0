#include "data/pacing_pulses.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace purkinje::data {
namespace {

constexpr double kLeastRateHz = 250, kPulseS = 0.002, kAroundS = 0.02;
constexpr double kLeastJumpMv = 0.05, kSteeper = 3;

}  // namespace

int remove_pacing_pulses(std::vector<double>& signal_mv, double sample_rate_hz) {
  const auto n = static_cast<int64_t>(signal_mv.size());
  if (sample_rate_hz < kLeastRateHz) return 0;
  const auto level = [&](int64_t i) { return signal_mv[static_cast<size_t>(i)]; };
  const auto widest = std::max<int64_t>(1, std::llround(kPulseS * sample_rate_hz));
  const int64_t around = std::llround(kAroundS * sample_rate_hz);
  int removed = 0;
  // The pulse is [i, i + width); `i - 1` and `i + width` lie beside it.
  for (int64_t i = 1; i + 1 < n; ++i) {
    if (std::abs(level(i) - level(i - 1)) < kLeastJumpMv) continue;
    for (int64_t width = 1; width <= widest && i + width < n; ++width) {
      const double up = level(i) - level(i - 1), down = level(i + width - 1) - level(i + width);
      const double jump = std::min(std::abs(up), std::abs(down));
      if (up * down <= 0 || jump < kLeastJumpMv) continue;
      double beside = std::abs(level(i + width) - level(i - 1));  // a pulse returns to where it left
      for (int64_t k = std::max<int64_t>(1, i - around); k < std::min(n, i + width + around); ++k)
        if (k < i || k > i + width) beside = std::max(beside, std::abs(level(k) - level(k - 1)));
      if (jump < kSteeper * beside) continue;
      const double from = level(i - 1), step = (level(i + width) - from) / static_cast<double>(width + 1);
      for (int64_t k = 0; k < width; ++k)
        signal_mv[static_cast<size_t>(i + k)] = from + step * static_cast<double>(k + 1);
      ++removed;
      break;
    }
  }
  return removed;
}

}  // namespace purkinje::data
