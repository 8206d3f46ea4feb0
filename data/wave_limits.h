// Limits of QRS, T and P around given R peaks, for delineation.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/delineation.h"

namespace purkinje::data {

// What the limits are decided by; tuned on the even records of LUDB (docs/delineation.md).
struct LimitConstants {
  // QRS: the derivative of the signal below qrs_hz.
  double qrs_hz = 35;
  double qrs_near_s = 0.08;                                // the steepest slope lies so near R
  double qrs_reach_s = 0.12;                               // the complex reaches no further from R
  double qrs_gap_s = 0.04;                                 // two slopes of one complex are no further apart
  double qrs_slope_before = 0.16, qrs_slope_after = 0.14;  // of the steepest: what still is a slope of it
  double qrs_onset_part = 0.04, qrs_end_part = 0.05;       // of its outermost slope: where it begins and ends
  double qrs_margin_s = 0.008;
  double qrs_least_part = 0.05;  // of the steepest slope, at the least
  // T: the derivative of the signal below t_hz.
  double t_hz = 12.5;
  double t_after_qrs_s = 0.055, t_latest_rr = 0.7, t_latest_s = 0.48;
  double t_weaker = 0.66;  // share of the weaker of two slopes in a peak's score
  double t_next = 0.64;    // a further slope as steep as this part of the peak's belongs to the wave
  double t_onset_part = 0.35, t_end_part = 0.31;
  double t_least_part = 0.004;  // of the QRS slope
  double t_least_mv_s = 0.2;
  double t_tolerance_s = 0.05;
  double t_preference = 0.5;
  // P: the derivative of the signal below p_hz.
  double p_hz = 19;
  double p_earliest_s = 0.3, p_latest_s = 0.035;
  double p_weaker = 0.95;
  double p_onset_part = 0.28, p_end_part = 0.6;
  double p_least_part = 0.016;
  double p_least_mv_s = 0.8;
  double p_least_mv = 0.024;
  double p_tolerance_s = 0.03;
  double p_preference = 0.5;
  double p_agreeing = 0.5;
  double p_irregular = 2;
  double majority = 0.6;
};

// One BeatWaves an R peak, ascending, in a signal of at least 250 Hz.
std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, const LimitConstants& constants = {});

}  // namespace purkinje::data
