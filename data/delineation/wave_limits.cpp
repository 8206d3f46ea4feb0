#include "data/delineation/wave_limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "data/delineation/derivative.h"
#include "data/delineation/turn_choice.h"

namespace purkinje::data {
namespace {

constexpr double kSameSlopeS = 0.02;  // the same slope lies so near in two bands
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The bands that P, QRS and T share.
enum Band : size_t { below_10, below_14, below_20, below_35, below_50 };
constexpr std::array kEdgesHz{10.0, 14.0, 20.0, 35.0, 50.0};

// A P or T wave before its limits are rounded.
struct WaveLimits {
  std::vector<double> onsets, ends;
  explicit WaveLimits(size_t beats) : onsets(beats, kNone), ends(beats, kNone) {}
};

class Delineator {
 public:
  Delineator(std::span<const double> signal_mv, double rate, const LimitConstants& constants)
      : c_(constants),
        rate_(rate),
        length_(static_cast<int64_t>(signal_mv.size())),
        bands_(sloped_below(signal_mv, kEdgesHz, rate)) {}

  std::vector<BeatWaves> beats(std::span<const int64_t> r_peaks, std::span<const int64_t> pulses) {
    complexes_ = find_qrs_limits({bands_[below_20], bands_[below_35], bands_[below_50]}, rate_, r_peaks,
                                 pulses, c_.qrs);
    std::vector<BeatWaves> beats(r_peaks.size());
    for (size_t i = 0; i < beats.size(); ++i) beats[i].qrs = complexes_[i].limits;
    find_t(beats);
    find_p(beats);
    return beats;
  }

 private:
  int64_t samples(double seconds) const { return std::llround(seconds * rate_); }

  // From the slope at `from` in the middle band outwards, by what the rule asks.
  double limit(const SlopedSignal& low, const SlopedSignal& middle, const SlopedSignal& high, int64_t from,
               int64_t step, int64_t bound, int64_t peak, const LimitRule& rule) const {
    const auto fallen_to = [&](const SlopedSignal& signal, double part) {
      const double sign = middle.slope(from) > 0 ? 1 : -1;
      const int64_t first = std::max(from - samples(kSameSlopeS), step < 0 ? bound : 0);
      const int64_t last = std::min(from + samples(kSameSlopeS), step > 0 ? bound : length_ - 1);
      int64_t start = from;  // the same slope in this band
      for (int64_t i = first; i <= last; ++i)
        if (sign * signal.slope(i) > sign * signal.slope(start)) start = i;
      return static_cast<double>(fallen(signal, start, step, bound, part * signal.steepness(start)));
    };
    const int64_t fell = fallen(middle, from, step, bound, rule.part * middle.steepness(from));
    LimitEstimates estimates{0, static_cast<double>(fell), 0, 0};
    if (rule.low_share != 0) estimates.low = fallen_to(low, rule.low_part);
    if (rule.high_share != 0) estimates.high = fallen_to(high, rule.high_part);
    if (rule.tangent_share != 0) estimates.tangent = tangent_limit(middle, from, fell, step, rate_);
    return blended(estimates, peak, step, rule, rate_);
  }

  void settle(WaveLimits& limits, const LimitRule& onset, const LimitRule& end) const {
    std::vector<BeatShape> shapes;
    for (const auto& complex : complexes_) shapes.push_back(complex.shape);
    draw_to_neighbours(limits.onsets, shapes, onset, rate_);
    draw_to_neighbours(limits.ends, shapes, end, rate_);
  }

  // Between the bounds, with the peak inside.
  static Wave rounded(double onset, int64_t peak, double end, int64_t first, int64_t last) {
    return {std::min(peak, std::max<int64_t>(first, std::llround(onset))), peak,
            std::max(peak, std::min<int64_t>(last, std::llround(end)))};
  }

  void find_t(std::vector<BeatWaves>& beats) const {
    const SlopedSignal& signal = bands_[below_14];
    const size_t count = beats.size();
    const auto bound_of = [&](size_t i) { return i + 1 < count ? beats[i + 1].qrs.onset : length_ - 1; };
    std::vector<std::vector<Turn>> turns;
    std::vector<int64_t> origins;
    for (size_t i = 0; i < count; ++i) {
      const Wave& qrs = beats[i].qrs;
      // The last beat has the RR interval of the one before; a single beat, that of 60 a minute.
      const size_t next = std::min(i + 1, count - 1);
      const double rr_s =
          count < 2 ? 1 : static_cast<double>(beats[next].qrs.peak - beats[next - 1].qrs.peak) / rate_;
      // The QT interval grows with the root of the RR interval (Bazett 1920).
      const double latest_s = std::min(c_.t_latest_rr * rr_s, c_.t_latest_s * std::sqrt(rr_s));
      turns.push_back(turns_of(signal, qrs.end + samples(c_.t_after_qrs_s),
                               std::min({bound_of(i), length_, qrs.onset + samples(latest_s)})));
      // The peak's distance grows likewise.
      for (auto& turn : turns.back()) {
        const double distance_s = static_cast<double>(turn.at - qrs.onset) / rate_ / std::sqrt(rr_s);
        const double off = (distance_s - c_.t_usual_s) / c_.t_scatter_s;
        turn.likelihood = std::exp(-0.5 * off * off);
      }
      origins.push_back(qrs.peak);
    }
    const auto chosen =
        choose_turns(turns, origins, {c_.t_weaker, samples(c_.t_tolerance_s), c_.t_preference, c_.majority});
    WaveLimits limits(count);
    for (size_t i = 0; i < count; ++i) {
      if (!chosen[i]) continue;
      const Turn& turn = chosen[i]->turn;
      const double demand = chosen[i]->regular && chosen[i]->agrees ? 1 : c_.t_doubtful;
      if (turn.steeper() < demand * std::max(c_.t_least_part * complexes_[i].steepness(), c_.t_least_mv_s))
        continue;
      // A biphasic wave: the slope after the next turn is nearly as steep.
      const auto& next = chosen[i]->next;
      const bool biphasic = next && next->steepness_after >= c_.t_next * turn.steeper();
      beats[i].t.peak = turn.at;
      limits.onsets[i] = limit(bands_[below_10], signal, bands_[below_20], turn.before, -1, beats[i].qrs.end,
                               turn.at, c_.t_onset);
      limits.ends[i] = limit(bands_[below_10], signal, bands_[below_20], biphasic ? next->after : turn.after,
                             1, bound_of(i), turn.at, c_.t_end);
    }
    settle(limits, c_.t_onset, c_.t_end);
    for (size_t i = 0; i < count; ++i)
      if (beats[i].t.present())
        beats[i].t =
            rounded(limits.onsets[i], beats[i].t.peak, limits.ends[i], beats[i].qrs.end, bound_of(i));
  }

  void find_p(std::vector<BeatWaves>& beats) const {
    const SlopedSignal& signal = bands_[below_20];
    std::vector<std::vector<Turn>> turns;
    std::vector<int64_t> origins, begins;
    for (size_t i = 0; i < beats.size(); ++i) {
      const int64_t onset = beats[i].qrs.onset;
      const int64_t before = i == 0                     ? 0
                             : beats[i - 1].t.present() ? beats[i - 1].t.end
                                                        : beats[i - 1].qrs.end;
      begins.push_back(std::max(before, onset - samples(c_.p_earliest_s)));
      turns.push_back(turns_of(signal, begins.back(), onset - samples(c_.p_latest_s)));
      origins.push_back(onset);
    }
    const auto chosen =
        choose_turns(turns, origins, {c_.p_weaker, samples(c_.p_tolerance_s), c_.p_preference, c_.majority});
    WaveLimits limits(beats.size());
    for (size_t i = 0; i < beats.size(); ++i) {
      if (!chosen[i]) continue;
      const Turn& turn = chosen[i]->turn;
      // What the wave rises above.
      const auto foot = [&](int64_t slope, int64_t step, int64_t bound, const LimitRule& rule) {
        return signal.level(fallen(signal, slope, step, bound, rule.part * signal.steepness(slope)));
      };
      const double base_mv =
          0.5 * (foot(turn.before, -1, begins[i], c_.p_onset) + foot(turn.after, 1, origins[i], c_.p_end));
      const double demand = !chosen[i]->regular ? c_.p_irregular : chosen[i]->agrees ? c_.p_agreeing : 1;
      if (std::abs(signal.level(turn.at) - base_mv) < demand * c_.p_least_mv ||
          turn.steeper() < demand * std::max(c_.p_least_part * complexes_[i].steepness(), c_.p_least_mv_s))
        continue;
      beats[i].p.peak = turn.at;
      limits.onsets[i] =
          limit(bands_[below_10], signal, bands_[below_35], turn.before, -1, begins[i], turn.at, c_.p_onset);
      limits.ends[i] =
          limit(bands_[below_10], signal, bands_[below_35], turn.after, 1, origins[i], turn.at, c_.p_end);
    }
    settle(limits, c_.p_onset, c_.p_end);
    for (size_t i = 0; i < beats.size(); ++i)
      if (beats[i].p.present())
        beats[i].p = rounded(limits.onsets[i], beats[i].p.peak, limits.ends[i], begins[i], origins[i]);
  }

  LimitConstants c_;
  double rate_;
  int64_t length_;
  std::vector<SlopedSignal> bands_;  // by Band
  std::vector<Complex> complexes_;
};

}  // namespace

std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, std::span<const int64_t> pulses,
                                   const LimitConstants& constants) {
  if (signal_mv.empty() || r_peaks.empty()) return {};
  return Delineator(signal_mv, sample_rate_hz, constants).beats(r_peaks, pulses);
}

}  // namespace purkinje::data
