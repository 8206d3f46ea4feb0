#include "data/wave_limits.h"

#include <algorithm>
#include <cmath>

#include "data/derivative.h"
#include "data/filter.h"

namespace purkinje::data {
namespace {

// A turning point of the signal between two slopes of opposite sign.
struct Turn {
  int64_t at = 0;
  int64_t before = 0, after = 0;             // where its two slopes are steepest
  double slope_before = 0, slope_after = 0;  // their sizes
};

struct Lead {
  std::vector<double> signal, slope;
  int64_t length() const { return static_cast<int64_t>(slope.size()); }
  double size(int64_t i) const { return std::abs(slope[static_cast<size_t>(i)]); }
  double at(int64_t i) const { return slope[static_cast<size_t>(i)]; }
  double level(int64_t i) const { return signal[static_cast<size_t>(i)]; }
};

Lead lead_of(std::span<const double> signal, double edge_hz, double rate) {
  Lead lead;
  lead.signal = filter_both_ways(butterworth_lowpass(2, edge_hz, rate), signal);
  lead.slope = derivative_of(lead.signal, rate);
  return lead;
}

// A QRS complex and its steepest slope.
struct Complex {
  Wave limits;
  double slope = 0;
};

int64_t steepest(const Lead& lead, int64_t begin, int64_t end) {
  int64_t best = begin;
  for (int64_t i = begin; i < end; ++i)
    if (lead.size(i) > lead.size(best)) best = i;
  return best;
}

// Walks from a slope in `step` until it has fallen below `level` or turned; stays before `bound`.
int64_t fallen(const Lead& lead, int64_t from, int64_t step, int64_t bound, double level) {
  const bool rising = lead.at(from) > 0;
  int64_t i = from;
  while (i != bound && lead.size(i) >= level && (lead.at(i) > 0) == rising) i += step;
  return i;
}

// The turning points in [begin, end), each with its two slopes inside.
std::vector<Turn> turns_of(const Lead& lead, int64_t begin, int64_t end) {
  std::vector<Turn> turns;
  std::vector<int64_t> slopes;   // steepest place of each stretch of one sign
  std::vector<int64_t> borders;  // where the sign changes
  for (int64_t i = begin; i < end;) {
    int64_t j = i, best = i;
    for (; j < end && (lead.at(j) > 0) == (lead.at(i) > 0); ++j)
      if (lead.size(j) > lead.size(best)) best = j;
    slopes.push_back(best);
    borders.push_back(j);
    i = j;
  }
  for (size_t k = 0; k + 1 < slopes.size(); ++k)
    turns.push_back({borders[k], slopes[k], slopes[k + 1], lead.size(slopes[k]), lead.size(slopes[k + 1])});
  return turns;
}

class Limits {
 public:
  Limits(std::span<const double> signal, double rate, const LimitConstants& constants)
      : c_(constants),
        rate_(rate),
        qrs_(lead_of(signal, c_.qrs_hz, rate)),
        t_(lead_of(signal, c_.t_hz, rate)),
        p_(lead_of(signal, c_.p_hz, rate)) {}

  // `before` and `after`: samples that belong to neighbouring beats already.
  Complex qrs(int64_t r, int64_t before, int64_t after) {
    const int64_t first = std::max({before, r - samples(c_.qrs_reach_s), int64_t{0}});
    const int64_t last = std::min({after, r + samples(c_.qrs_reach_s), qrs_.length() - 1});
    const int64_t middle = steepest(qrs_, std::max(first, r - samples(c_.qrs_near_s)),
                                    std::min(last, r + samples(c_.qrs_near_s)) + 1);
    const double top = qrs_.size(middle);
    const auto outermost = [&](int64_t step, int64_t bound, double part) {
      int64_t outer = middle;
      for (int64_t i = middle; i != bound && std::abs(i - outer) <= samples(c_.qrs_gap_s); i += step)
        if (qrs_.size(i) >= part * top && is_peak(i)) outer = i;
      return outer;
    };
    const int64_t left = outermost(-1, first, c_.qrs_slope_before),
                  right = outermost(1, last, c_.qrs_slope_after);
    const int64_t onset =
        fallen(qrs_, left, -1, first, std::max(c_.qrs_onset_part * qrs_.size(left), c_.qrs_least_part * top));
    const int64_t end =
        fallen(qrs_, right, 1, last, std::max(c_.qrs_end_part * qrs_.size(right), c_.qrs_least_part * top));
    return {{std::max(first, onset - samples(c_.qrs_margin_s)), r, end}, top};
  }

  Wave t(const Complex& complex, double rr_s, int64_t bound) const {
    const Wave& qrs = complex.limits;
    const int64_t begin = qrs.end + samples(c_.t_after_qrs_s);
    // The QT interval grows with the root of the RR interval (Bazett 1920).
    const double latest_s = std::min(c_.t_latest_rr * rr_s, c_.t_latest_s * std::sqrt(rr_s));
    const int64_t end = std::min({bound, t_.length(), qrs.onset + samples(latest_s)});
    if (begin >= end) return {};
    const auto turns = turns_of(t_, begin, end);
    const auto best = best_turn(turns, c_.t_weaker);
    if (best == turns.size()) return {};
    const auto& turn = turns[best];
    const double larger = std::max(turn.slope_before, turn.slope_after);
    if (larger < std::max(c_.t_least_part * complex.slope, c_.t_least_mv_s)) return {};
    int64_t final = turn.after;
    if (best + 1 < turns.size() && turns[best + 1].slope_after >= c_.t_next * larger)
      final = turns[best + 1].after;
    const int64_t limit = std::min(bound, t_.length() - 1);
    return {fallen(t_, turn.before, -1, qrs.end, c_.t_onset_part * turn.slope_before), turn.at,
            fallen(t_, final, 1, limit, c_.t_end_part * t_.size(final))};
  }

  Wave p(const Complex& complex, int64_t bound) const {
    const Wave& qrs = complex.limits;
    const int64_t begin = std::max({bound, qrs.onset - samples(c_.p_earliest_s), int64_t{0}});
    const int64_t end = qrs.onset - samples(c_.p_latest_s);
    if (begin >= end) return {};
    const auto turns = turns_of(p_, begin, end);
    const auto best = best_turn(turns, c_.p_weaker);
    if (best == turns.size()) return {};
    const auto& turn = turns[best];
    const double larger = std::max(turn.slope_before, turn.slope_after);
    if (larger < std::max(c_.p_least_part * complex.slope, c_.p_least_mv_s)) return {};
    const Wave wave{fallen(p_, turn.before, -1, begin, c_.p_onset_part * turn.slope_before), turn.at,
                    fallen(p_, turn.after, 1, qrs.onset, c_.p_end_part * turn.slope_after)};
    const double height = std::abs(p_.level(wave.peak) - 0.5 * (p_.level(wave.onset) + p_.level(wave.end)));
    if (height < c_.p_least_mv) return {};
    return wave;
  }

  int64_t samples(double seconds) const { return std::lround(seconds * rate_); }

 private:
  bool is_peak(int64_t i) const {
    return (i == 0 || qrs_.size(i - 1) <= qrs_.size(i)) &&
           (i + 1 >= qrs_.length() || qrs_.size(i + 1) <= qrs_.size(i));
  }

  // Of turning points the one with the steepest slopes; turns.size() for none.
  static size_t best_turn(const std::vector<Turn>& turns, double weaker) {
    size_t best = turns.size();
    double best_score = 0;
    for (size_t k = 0; k < turns.size(); ++k) {
      const auto [low, high] = std::minmax(turns[k].slope_before, turns[k].slope_after);
      const double score = weaker * low + (1 - weaker) * high;
      if (score > best_score) {
        best_score = score;
        best = k;
      }
    }
    return best;
  }

  LimitConstants c_;
  double rate_;
  Lead qrs_, t_, p_;
};

}  // namespace

std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, const LimitConstants& constants) {
  if (signal_mv.empty() || r_peaks.empty()) return {};
  Limits limits(signal_mv, sample_rate_hz, constants);
  const auto n = static_cast<int64_t>(signal_mv.size());
  const size_t count = r_peaks.size();
  std::vector<Complex> complexes(count);
  for (size_t i = 0; i < count; ++i) {
    const int64_t r = r_peaks[i];
    const int64_t before = i > 0 ? (r_peaks[i - 1] + r) / 2 : 0;
    const int64_t after = i + 1 < count ? (r + r_peaks[i + 1]) / 2 : n - 1;
    complexes[i] = limits.qrs(r, before, after);
  }
  std::vector<BeatWaves> beats(count);
  for (size_t i = 0; i < count; ++i) {
    const Wave& qrs = beats[i].qrs = complexes[i].limits;
    const int64_t bound = i + 1 < count ? complexes[i + 1].limits.onset : n - 1;
    // The last beat has the RR interval of the one before; a single beat, that of 60 a minute.
    const size_t next = std::min(i + 1, count - 1);
    const double rr_s =
        count < 2 ? 1 : static_cast<double>(r_peaks[next] - r_peaks[next - 1]) / sample_rate_hz;
    beats[i].t = limits.t(complexes[i], rr_s, bound);
    const int64_t before = i == 0 ? 0 : beats[i - 1].t.present() ? beats[i - 1].t.end : beats[i - 1].qrs.end;
    beats[i].p = limits.p(complexes[i], std::min(before, qrs.onset));
  }
  return beats;
}

}  // namespace purkinje::data
