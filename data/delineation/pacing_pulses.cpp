#include "data/delineation/pacing_pulses.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace purkinje::data {
namespace {

constexpr double kLeastRateHz = 250, kHalfWidthS = 0.006, kAroundS = 0.02;
constexpr double kLeastMv = 0.05, kHigher = 3;
constexpr double kEveryS = 3;
constexpr int64_t kMostSamples = 7;  // of half a width

class Pulses {
 public:
  Pulses(const std::vector<double>& signal_mv, double rate)
      : signal_mv_(signal_mv),
        length_(static_cast<int64_t>(signal_mv.size())),
        half_(std::min(kMostSamples, static_cast<int64_t>(kHalfWidthS * rate))),
        around_(std::llround(kAroundS * rate)) {}

  int64_t half() const { return half_; }

  bool at(int64_t i) const {
    const double height = deviation(i);
    if (height < kLeastMv || height < deviation(i - 1) || height < deviation(i + 1)) return false;
    return height >= kHigher * unrest(i - around_, i - half_) &&
           height >= kHigher * unrest(i + half_ + 1, i + half_ + around_);
  }

 private:
  double level(int64_t i) const {
    return signal_mv_[static_cast<size_t>(std::clamp<int64_t>(i, 0, length_ - 1))];
  }

  // From the median of the samples around.
  double deviation(int64_t i) const {
    std::array<double, 2 * kMostSamples + 1> window{};
    const auto width = 2 * half_ + 1;
    for (int64_t k = 0; k < width; ++k) window[static_cast<size_t>(k)] = level(i - width / 2 + k);
    std::nth_element(window.begin(), window.begin() + width / 2, window.begin() + width);
    return std::abs(level(i) - window[static_cast<size_t>(width / 2)]);
  }

  double unrest(int64_t begin, int64_t end) const {
    double most = 0;
    for (int64_t i = begin; i < end; ++i)
      most = std::max({most, std::abs(level(i) - level(i - 1)), deviation(i)});
    return most;
  }

  const std::vector<double>& signal_mv_;
  int64_t length_, half_, around_;
};

}  // namespace

std::vector<int64_t> remove_pacing_pulses(std::vector<double>& signal_mv, double sample_rate_hz) {
  std::vector<int64_t> found;
  if (sample_rate_hz < kLeastRateHz) return found;
  const auto n = static_cast<int64_t>(signal_mv.size());
  const auto level = [&](int64_t i) { return signal_mv[static_cast<size_t>(i)]; };
  const Pulses pulses(signal_mv, sample_rate_hz);
  const int64_t half = pulses.half();
  for (int64_t i = half + 1; i + half + 1 < n; ++i) {
    // It stands out on both sides: asked before the dear part.
    const double left = level(i) - level(i - half), right = level(i) - level(i + half);
    if (left * right <= 0 || std::min(std::abs(left), std::abs(right)) < kLeastMv / 2) continue;
    if (!pulses.at(i)) continue;
    const int64_t from = i - half, to = i + half + 1;
    const double begin = level(from), step = (level(to) - begin) / static_cast<double>(to - from);
    for (int64_t k = from + 1; k < to; ++k)
      signal_mv[static_cast<size_t>(k)] = begin + step * static_cast<double>(k - from);
    found.push_back(i);
  }
  const bool paced = static_cast<double>(found.size()) * kEveryS * sample_rate_hz >= static_cast<double>(n);
  if (!paced) found.clear();
  return found;
}

}  // namespace purkinje::data
