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
  double qrs_hz = 40;
  double qrs_near_s = 0.08;                                // the steepest slope lies so near R
  double qrs_reach_s = 0.16;                               // the complex reaches no further from R
  double qrs_gap_s = 0.05;                                 // two slopes of one complex are no further apart
  double qrs_slope_before = 0.12, qrs_slope_after = 0.12;  // of the steepest: what still is a slope of it
  double qrs_onset_part = 0.1, qrs_end_part = 0.15;        // of its outermost slope: where it begins and ends
  double qrs_least_part = 0.03;                            // of the steepest slope, at the least
  // T: the derivative of the signal below t_hz.
  double t_hz = 12;
  double t_after_qrs_s = 0.06, t_latest_rr = 0.67, t_latest_s = 0.6;
  double t_weaker = 0.5;  // share of the weaker of two slopes in a peak's score
  double t_next = 0.6;    // a further slope as steep as this part of the peak's belongs to the wave
  double t_onset_part = 0.25, t_end_part = 0.25;
  double t_least_part = 0.006;  // of the QRS slope
  double t_least_mv_s = 0.2;
  // P: the derivative of the signal below p_hz.
  double p_hz = 20;
  double p_earliest_s = 0.3, p_latest_s = 0.02;
  double p_weaker = 0.7;
  double p_onset_part = 0.4, p_end_part = 0.4;
  double p_least_part = 0.01;
  double p_least_mv_s = 0.5;
  double p_least_mv = 0.015;
};

// One BeatWaves an R peak, ascending, in a signal of at least 250 Hz.
std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, const LimitConstants& constants = {});

}  // namespace purkinje::data
