#include "data/delineation/limit_rule.h"

#include <algorithm>
#include <cmath>

namespace purkinje::data {
namespace {

constexpr size_t kNeighbours = 8, kLeastAlike = 3;
constexpr double kAlike = 1.5;                     // so many times as steep at most
constexpr double kAgreeS = 0.03, kMajority = 0.6;  // so many so near the median: they agree
constexpr double kOutlierS = 0.05;                 // further from the median is a mistake
constexpr double kTangentS = 0.06;                 // the tangent's place is no further from the threshold's

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool alike(const BeatShape& a, const BeatShape& b) {
  const double ratio = a.slope_mv_s / b.slope_mv_s;  // negative for slopes of opposite sign
  return ratio <= kAlike && ratio * kAlike >= 1;
}

}  // namespace

double blended(const LimitEstimates& estimates, int64_t anchor, int64_t step, const LimitRule& rule,
               double rate) {
  const double outward = static_cast<double>(step) * rate;  // samples a second of distance
  const double middle_share = 1 - rule.low_share - rule.high_share - rule.tangent_share;
  const double limit = middle_share * estimates.middle + rule.low_share * estimates.low +
                       rule.high_share * estimates.high + rule.tangent_share * estimates.tangent +
                       outward * rule.outward_s;
  const double usual = static_cast<double>(anchor) + outward * rule.usual_s;
  return limit + rule.usual_share * (usual - limit);
}

double tangent_limit(const SlopedSignal& signal, int64_t from, int64_t limit, int64_t step, double rate) {
  const auto beyond = [&](double seconds) {
    return std::clamp<int64_t>(limit + step * std::llround(seconds * rate), 0, signal.length() - 1);
  };
  const auto [first, last] = std::minmax({beyond(0.02), beyond(0.08)});
  std::vector<double> levels;
  for (int64_t i = first; i <= last; ++i) levels.push_back(signal.level(i));
  const double rise = median_of(std::move(levels)) - signal.level(from);
  const double slope = signal.slope(from) / rate * static_cast<double>(step);  // mV a sample outward
  const double fallen_at = static_cast<double>((limit - from) * step);
  const double distance = slope == 0 ? fallen_at : rise / slope;
  return static_cast<double>(from) + static_cast<double>(step) * std::clamp(distance,
                                                                            fallen_at - kTangentS * rate,
                                                                            fallen_at + kTangentS * rate);
}

void draw_to_neighbours(std::vector<double>& limits, const std::vector<BeatShape>& beats,
                        const LimitRule& rule, double rate) {
  const auto before = limits;
  const auto distance = [&](size_t i) { return before[i] - static_cast<double>(beats[i].at); };
  for (size_t i = 0; i < limits.size(); ++i) {
    if (std::isnan(before[i])) continue;
    std::vector<double> distances;
    for (size_t j = i > kNeighbours ? i - kNeighbours : 0; j < std::min(limits.size(), i + kNeighbours + 1);
         ++j)
      if (!std::isnan(before[j]) && alike(beats[i], beats[j])) distances.push_back(distance(j));
    if (distances.size() < kLeastAlike) continue;
    const double usual = median_of(distances);
    const auto near = std::count_if(distances.begin(), distances.end(),
                                    [&](double d) { return std::abs(d - usual) <= kAgreeS * rate; });
    if (static_cast<double>(near) < kMajority * static_cast<double>(distances.size())) continue;
    const double off = usual - distance(i);
    const double tolerated = std::clamp(off, -kOutlierS * rate, kOutlierS * rate);
    limits[i] += rule.neighbours_share * tolerated + (off - tolerated);
  }
}

}  // namespace purkinje::data
