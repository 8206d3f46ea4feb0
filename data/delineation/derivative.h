// A signal with its slope, its turning points, and what thresholds on the slope ask.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace purkinje::data {

// Central differences, per second; one-sided at both ends.
std::vector<double> derivative_of(std::span<const double> signal, double sample_rate_hz);

// A low-passed signal (second order, forward and backward) with its derivative in mV/s.
struct SlopedSignal {
  std::vector<double> signal_mv, slope_mv_s;

  SlopedSignal(std::span<const double> signal, double edge_hz, double sample_rate_hz);
  SlopedSignal(std::vector<double> low_passed_mv, double sample_rate_hz);
  int64_t length() const { return static_cast<int64_t>(slope_mv_s.size()); }
  double slope(int64_t i) const { return slope_mv_s[static_cast<size_t>(i)]; }
  double steepness(int64_t i) const { return std::abs(slope(i)); }
  double level(int64_t i) const { return signal_mv[static_cast<size_t>(i)]; }
};

// A place where the slope changes its sign, between two slopes.
struct Turn {
  int64_t at = 0;
  int64_t before = 0, after = 0;                     // where the two slopes are steepest
  double steepness_before = 0, steepness_after = 0;  // how steep they are there, mV/s
  double likelihood = 1;                             // of such a place

  double steeper() const { return std::max(steepness_before, steepness_after); }
  // How much of a wave it is: its weaker and its steeper slope, with the share of the weaker.
  double score(double weaker) const {
    return likelihood * (weaker * std::min(steepness_before, steepness_after) + (1 - weaker) * steeper());
  }
};

// The turning points in [begin, end), each with its two slopes inside.
std::vector<Turn> turns_of(const SlopedSignal& signal, int64_t begin, int64_t end);

// The signal below each of the edges.
std::vector<SlopedSignal> sloped_below(std::span<const double> signal, std::span<const double> edges_hz,
                                       double sample_rate_hz);

// Where |slope| is largest in [begin, end).
int64_t steepest(const SlopedSignal& signal, int64_t begin, int64_t end);

// Goes from a slope in `step` (1 or -1) to where it has fallen below `level_mv_s` or turned; to `bound` at
// most.
int64_t fallen(const SlopedSignal& signal, int64_t from, int64_t step, int64_t bound, double level_mv_s);

}  // namespace purkinje::data
