#include "data/delineation/derivative.h"

#include <utility>

#include "data/signal/filter.h"

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

SlopedSignal::SlopedSignal(std::span<const double> signal, double edge_hz, double sample_rate_hz)
    : SlopedSignal(filter_both_ways(butterworth_lowpass(2, edge_hz, sample_rate_hz), signal),
                   sample_rate_hz) {}

SlopedSignal::SlopedSignal(std::vector<double> low_passed_mv, double sample_rate_hz)
    : signal_mv(std::move(low_passed_mv)), slope_mv_s(derivative_of(signal_mv, sample_rate_hz)) {}

std::vector<SlopedSignal> sloped_below(std::span<const double> signal, std::span<const double> edges_hz,
                                       double sample_rate_hz) {
  std::vector<Section> filters;
  for (const double edge_hz : edges_hz)
    filters.push_back(butterworth_lowpass(2, edge_hz, sample_rate_hz).at(0));
  std::vector<SlopedSignal> bands;
  for (auto& band : filter_both_ways_each(filters, signal))
    bands.emplace_back(std::move(band), sample_rate_hz);
  return bands;
}

std::vector<Turn> turns_of(const SlopedSignal& signal, int64_t begin, int64_t end) {
  std::vector<Turn> turns;
  int64_t before = -1;  // the steepest place of the stretch of one sign that has just ended
  for (int64_t i = begin; i < end;) {
    const int64_t border = i;
    int64_t best = i;
    for (; i < end && (signal.slope(i) > 0) == (signal.slope(border) > 0); ++i)
      if (signal.steepness(i) > signal.steepness(best)) best = i;
    if (before >= 0) {
      // The slope is nought between `border` and the sample before it.
      const bool earlier = signal.steepness(border - 1) < signal.steepness(border);
      turns.push_back(
          {earlier ? border - 1 : border, before, best, signal.steepness(before), signal.steepness(best), 1});
    }
    before = best;
  }
  return turns;
}

int64_t steepest(const SlopedSignal& signal, int64_t begin, int64_t end) {
  int64_t best = begin;
  for (int64_t i = begin; i < end; ++i)
    if (signal.steepness(i) > signal.steepness(best)) best = i;
  return best;
}

int64_t fallen(const SlopedSignal& signal, int64_t from, int64_t step, int64_t bound, double level_mv_s) {
  const bool rising = signal.slope(from) > 0;
  int64_t i = from;
  while (i != bound && signal.steepness(i) >= level_mv_s && (signal.slope(i) > 0) == rising) i += step;
  return i;
}

}  // namespace purkinje::data
