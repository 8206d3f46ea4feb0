#include "data/wave_limits.h"

#include <algorithm>
#include <cmath>

#include "data/derivative.h"
#include "data/turn_choice.h"

namespace purkinje::data {
namespace {

struct Complex {
  Wave limits;
  double steepness = 0;  // of its steepest slope, mV/s
};

class Delineator {
 public:
  Delineator(std::span<const double> signal_mv, double rate, const LimitConstants& constants)
      : c_(constants), rate_(rate), length_(static_cast<int64_t>(signal_mv.size())), signal_mv_(signal_mv) {}

  std::vector<BeatWaves> beats(std::span<const int64_t> r_peaks) const {
    std::vector<BeatWaves> beats(r_peaks.size());
    const auto complexes = find_qrs_limits(r_peaks);
    for (size_t i = 0; i < beats.size(); ++i) beats[i].qrs = complexes[i].limits;
    find_t(complexes, beats);
    find_p(complexes, beats);
    return beats;
  }

 private:
  int64_t samples(double seconds) const { return std::llround(seconds * rate_); }

  std::vector<Complex> find_qrs_limits(std::span<const int64_t> r_peaks) const {
    const SlopedSignal signal(signal_mv_, c_.qrs_hz, rate_);
    std::vector<Complex> complexes;
    for (size_t i = 0; i < r_peaks.size(); ++i) {
      const int64_t r = r_peaks[i];
      const int64_t before = i > 0 ? (r_peaks[i - 1] + r) / 2 : 0;
      const int64_t after = i + 1 < r_peaks.size() ? (r + r_peaks[i + 1]) / 2 : length_ - 1;
      complexes.push_back(qrs_limits(signal, r, std::max(before, r - samples(c_.qrs_reach_s)),
                                     std::min(after, r + samples(c_.qrs_reach_s))));
    }
    return complexes;
  }

  // The limits lie in [first, last]: where the outermost slope that still belongs to the complex has fallen.
  Complex qrs_limits(const SlopedSignal& signal, int64_t r, int64_t first, int64_t last) const {
    const int64_t near = samples(c_.qrs_near_s), gap = samples(c_.qrs_gap_s);
    const int64_t middle = steepest(signal, std::max(first, r - near), std::min(last, r + near) + 1);
    const double top = signal.steepness(middle);
    const auto outermost = [&](int64_t step, int64_t bound, double part) {
      int64_t outer = middle;
      for (int64_t i = middle; i != bound && std::abs(i - outer) <= gap; i += step)
        if (signal.steepness(i) >= part * top && is_peak(signal, i)) outer = i;
      return outer;
    };
    const int64_t onset =
        fallen(signal, outermost(-1, first, c_.qrs_slope_before), -1, first, c_.qrs_onset_part * top);
    const int64_t end =
        fallen(signal, outermost(1, last, c_.qrs_slope_after), 1, last, c_.qrs_end_part * top);
    return {{std::min(r, std::max(first, onset - samples(c_.qrs_margin_s))), r, std::max(r, end)}, top};
  }

  bool is_peak(const SlopedSignal& signal, int64_t i) const {
    return (i == 0 || signal.steepness(i - 1) <= signal.steepness(i)) &&
           (i + 1 >= length_ || signal.steepness(i + 1) <= signal.steepness(i));
  }

  void find_t(const std::vector<Complex>& complexes, std::vector<BeatWaves>& beats) const {
    const SlopedSignal signal(signal_mv_, c_.t_hz, rate_);
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
      origins.push_back(qrs.peak);
    }
    const auto chosen =
        choose_turns(turns, origins, {c_.t_weaker, samples(c_.t_tolerance_s), c_.t_preference, c_.majority});
    for (size_t i = 0; i < count; ++i) {
      if (!chosen[i]) continue;
      const Turn& turn = chosen[i]->turn;
      if (turn.steeper() < std::max(c_.t_least_part * complexes[i].steepness, c_.t_least_mv_s)) continue;
      // A biphasic wave: the slope after the next turn is nearly as steep.
      const auto& next = chosen[i]->next;
      const bool biphasic = next && next->steepness_after >= c_.t_next * turn.steeper();
      const int64_t last = biphasic ? next->after : turn.after;
      beats[i].t = {
          fallen(signal, turn.before, -1, beats[i].qrs.end, c_.t_onset_part * turn.steepness_before), turn.at,
          fallen(signal, last, 1, bound_of(i), c_.t_end_part * signal.steepness(last))};
    }
  }

  void find_p(const std::vector<Complex>& complexes, std::vector<BeatWaves>& beats) const {
    const SlopedSignal signal(signal_mv_, c_.p_hz, rate_);
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
    for (size_t i = 0; i < beats.size(); ++i) {
      if (!chosen[i]) continue;
      const Turn& turn = chosen[i]->turn;
      const Wave wave{fallen(signal, turn.before, -1, begins[i], c_.p_onset_part * turn.steepness_before),
                      turn.at,
                      fallen(signal, turn.after, 1, origins[i], c_.p_end_part * turn.steepness_after)};
      const double height_mv =
          std::abs(signal.level(wave.peak) - 0.5 * (signal.level(wave.onset) + signal.level(wave.end)));
      const double demand = !chosen[i]->regular ? c_.p_irregular : chosen[i]->agrees ? c_.p_agreeing : 1;
      if (height_mv >= demand * c_.p_least_mv &&
          turn.steeper() >= demand * std::max(c_.p_least_part * complexes[i].steepness, c_.p_least_mv_s))
        beats[i].p = wave;
    }
  }

  LimitConstants c_;
  double rate_;
  int64_t length_;
  std::span<const double> signal_mv_;
};

}  // namespace

std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, const LimitConstants& constants) {
  if (signal_mv.empty() || r_peaks.empty()) return {};
  return Delineator(signal_mv, sample_rate_hz, constants).beats(r_peaks);
}

}  // namespace purkinje::data
