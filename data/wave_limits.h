// Limits of QRS, T and P around given R peaks, for delineation.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/delineation.h"

namespace purkinje::data {

// What the limits are decided by: tuned on the even records of LUDB, with a look at QTDB
// (docs/delineation.md). A "part" is a share of a slope.
struct LimitConstants {
  // QRS, on the derivative of the signal below qrs_hz.
  double qrs_hz = 35;
  double qrs_near_s = 0.08;   // the steepest slope lies so near R,
  double qrs_reach_s = 0.12;  // the limits so near
  double qrs_gap_s = 0.04;    // neighbouring slopes of a complex are no further apart
  double qrs_slope_before = 0.16,
         qrs_slope_after = 0.14;                      // part of the steepest that is a slope of it at all
  double qrs_onset_part = 0.06, qrs_end_part = 0.06;  // part of the steepest where it begins and ends
  double qrs_margin_s = 0.008;                        // annotators begin so much earlier than that

  // T, on the derivative of the signal below t_hz. Slopes are looked for from t_after_qrs_s behind the QRS
  // complex to the earlier of t_latest_rr times RR behind its onset and t_latest_s times the root of RR.
  double t_hz = 14;
  double t_after_qrs_s = 0.055, t_latest_rr = 0.75, t_latest_s = 0.46;
  double t_weaker = 0.85;  // share of the weaker of two slopes in a turning point's score
  double t_tolerance_s = 0.055, t_preference = 0.5;  // as in TurnRule
  double t_next = 0.64;                           // a further slope as steep as this part belongs to the wave
  double t_onset_part = 0.33, t_end_part = 0.31;  // of the slope before and the last one
  double t_least_part = 0.004;                    // of the steepest QRS slope: less is no wave,
  double t_least_mv_s = 0.12;                     // nor is this

  // P, on the derivative of the signal below p_hz. Slopes are looked for from p_earliest_s (but behind the T
  // wave before) to p_latest_s before the QRS onset.
  double p_hz = 19;
  double p_earliest_s = 0.3, p_latest_s = 0.035;
  double p_weaker = 0.95;
  double p_tolerance_s = 0.03, p_preference = 0.5;
  double p_onset_part = 0.28, p_end_part = 0.6;   // of the slope before and the one after
  double p_least_part = 0.016;                    // of the steepest QRS slope: less is no wave,
  double p_least_mv_s = 0.8, p_least_mv = 0.024;  // nor is this,
  double p_agreeing = 0.5;                        // times this for a P where the neighbours have theirs,
  double p_irregular = 4;  // times this where the neighbours have none in common: fibrillation

  double majority = 0.6;  // of neighbours, as in TurnRule
};

// One BeatWaves an R peak, ascending, in a signal of at least 250 Hz.
std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, const LimitConstants& constants = {});

}  // namespace purkinje::data
