// Limits of QRS, T and P around given R peaks, for delineation.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/delineation/delineation.h"
#include "data/delineation/limit_rule.h"
#include "data/delineation/qrs_limits.h"

namespace purkinje::data {

// What the limits are decided by: tuned on the even records of LUDB, all twelve leads, with a look
// at QTDB (docs/delineation.md). A "part" is a share of a slope.
struct LimitConstants {
  QrsLimitConstants qrs;

  // T. Slopes are looked for from t_after_qrs_s behind the QRS complex to the earlier of t_latest_rr times RR
  // behind its onset and t_latest_s times the root of RR.
  double t_after_qrs_s = 0.06, t_latest_rr = 0.75, t_latest_s = 0.47;
  double t_usual_s = 0.32, t_scatter_s = 0.13;  // of its peak behind the QRS onset, times the root of RR
  double t_weaker = 0.85;  // share of the weaker of two slopes in a turning point's score
  double t_tolerance_s = 0.05, t_preference = 0.5;  // as in TurnRule
  double t_next = 0.7;          // a further slope as steep as this part belongs to the wave
  double t_least_part = 0.004;  // of the steepest QRS slope: less is no wave,
  double t_least_mv_s = 0.12;   // nor is this,
  double t_doubtful = 4;        // times this where the neighbours have theirs elsewhere, or none in common
  LimitRule t_onset{.part = 0.33,
                    .high_part = 0.3,
                    .high_share = 0.45,
                    .usual_s = 0.11,
                    .usual_share = 0.4,
                    .neighbours_share = 0.3};
  LimitRule t_end{.part = 0.23,
                  .low_share = 0.1,
                  .high_share = 0.1,
                  .tangent_share = 0.3,
                  .outward_s = -0.001,
                  .usual_s = 0.09,
                  .usual_share = 0.05,
                  .neighbours_share = 0.25};

  // P. Slopes are looked for from p_earliest_s (but behind the T wave before) to p_latest_s before the QRS
  // onset.
  double p_earliest_s = 0.33, p_latest_s = 0.035;
  double p_weaker = 0.8;
  double p_tolerance_s = 0.033, p_preference = 0.5;
  double p_least_part = 0.01;                     // of the steepest QRS slope: less is no wave,
  double p_least_mv_s = 0.8, p_least_mv = 0.026;  // nor is this,
  double p_agreeing = 0.2;                        // times this for a P where the neighbours have theirs,
  double p_irregular = 4;  // times this where the neighbours have none in common: fibrillation
  LimitRule p_onset{.part = 0.26,
                    .low_part = 0.7,
                    .low_share = 0.5,
                    .high_share = 0.1,
                    .outward_s = 0.004,
                    .usual_s = 0.05,
                    .usual_share = 0.2,
                    .neighbours_share = 0.3};
  LimitRule p_end{.part = 0.55,
                  .low_part = 0.3,
                  .low_share = 0.3,
                  .high_part = 0.7,
                  .high_share = 0.3,
                  .outward_s = -0.005,
                  .usual_s = 0.05,
                  .usual_share = 0.2,
                  .neighbours_share = 0.5};

  double majority = 0.6;  // of neighbours, as in TurnRule
};

// One BeatWaves an R peak, ascending, in a signal of at least 250 Hz.
std::vector<BeatWaves> find_limits(std::span<const double> signal_mv, double sample_rate_hz,
                                   std::span<const int64_t> r_peaks, std::span<const int64_t> pulses,
                                   const LimitConstants& constants = {});

}  // namespace purkinje::data
