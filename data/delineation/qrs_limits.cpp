#include "data/delineation/qrs_limits.h"

#include <algorithm>
#include <cmath>

namespace purkinje::data {
namespace {

// The slopes of one complex in one band, outwards from its steepest.
class Side {
 public:
  Side(const QrsLimitConstants& constants, double rate, int64_t step, int64_t bound)
      : c_(constants), rate_(rate), step_(step), bound_(bound) {}

  // Where the outermost slope that still belongs to the complex has fallen to `part` of the steepest one.
  double fallen_to(const SlopedSignal& signal, int64_t middle, double part) const {
    const int64_t near = std::llround(c_.band_near_s * rate_), gap = std::llround(c_.gap_s * rate_);
    const int64_t steep =
        steepest(signal, std::max<int64_t>(0, middle - near), std::min(signal.length(), middle + near + 1));
    const double top = signal.steepness(steep), belongs = step_ < 0 ? c_.slope_before : c_.slope_after;
    int64_t outer = steep;
    for (int64_t i = steep; inside(i) && std::abs(i - outer) <= gap; i += step_)
      if (signal.steepness(i) >= belongs * top) outer = i;
    int64_t i = outer;
    while (inside(i) && signal.steepness(i) >= part * top) i += step_;
    return static_cast<double>(i);
  }

  double limit(const QrsBands& bands, int64_t middle, const LimitRule& rule) const {
    const LimitEstimates estimates{fallen_to(bands.low, middle, rule.low_part),
                                   fallen_to(bands.middle, middle, rule.part),
                                   fallen_to(bands.high, middle, rule.high_part), 0};
    return blended(estimates, middle, step_, rule, rate_);
  }

 private:
  bool inside(int64_t i) const { return (bound_ - i) * step_ > 0; }

  const QrsLimitConstants& c_;
  double rate_;
  int64_t step_, bound_;
};

}  // namespace

std::vector<Complex> find_qrs_limits(const QrsBands& bands, double rate, std::span<const int64_t> r_peaks,
                                     std::span<const int64_t> pulses, const QrsLimitConstants& constants) {
  const auto samples = [&](double seconds) { return std::llround(seconds * rate); };
  const int64_t length = bands.middle.length();
  std::vector<Complex> complexes;
  std::vector<BeatShape> shapes;
  std::vector<double> onsets, ends;
  std::vector<std::pair<int64_t, int64_t>> bounds;
  for (size_t i = 0; i < r_peaks.size(); ++i) {
    const int64_t r = r_peaks[i];
    const int64_t before = i > 0 ? (r_peaks[i - 1] + r) / 2 : 0;
    const int64_t after = i + 1 < r_peaks.size() ? (r + r_peaks[i + 1]) / 2 : length - 1;
    int64_t first = std::max<int64_t>(before, r - samples(constants.reach_s));
    const int64_t last = std::min<int64_t>(after, r + samples(constants.reach_s));
    const int64_t middle = steepest(bands.middle, std::max<int64_t>(first, r - samples(constants.near_s)),
                                    std::min<int64_t>(last, r + samples(constants.near_s)) + 1);
    const auto pulse = std::lower_bound(pulses.begin(), pulses.end(), r - samples(constants.pulse_latest_s));
    if (pulse != pulses.begin() && *std::prev(pulse) >= r - samples(constants.pulse_earliest_s))
      first = std::clamp<int64_t>(*std::prev(pulse) + samples(constants.after_pulse_s), before, middle);
    bounds.push_back({first, last});
    shapes.push_back({middle, bands.middle.slope(middle)});
    onsets.push_back(Side(constants, rate, -1, first).limit(bands, middle, constants.onset));
    ends.push_back(Side(constants, rate, 1, last).limit(bands, middle, constants.end));
  }
  draw_to_neighbours(onsets, shapes, constants.onset, rate);
  draw_to_neighbours(ends, shapes, constants.end, rate);
  for (size_t i = 0; i < r_peaks.size(); ++i) {
    const int64_t r = r_peaks[i];
    const auto [first, last] = bounds[i];
    const int64_t onset = std::min(r, std::max<int64_t>(first, std::llround(onsets[i])));
    const int64_t end = std::max(r, std::min<int64_t>(last, std::llround(ends[i])));
    complexes.push_back({{onset, r, end}, shapes[i]});
  }
  return complexes;
}

}  // namespace purkinje::data
