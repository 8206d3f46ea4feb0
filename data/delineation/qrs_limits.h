// Onset and end of QRS complexes around given R peaks, for wave_limits.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/delineation/delineation.h"
#include "data/delineation/derivative.h"
#include "data/delineation/limit_rule.h"

namespace purkinje::data {

// Tuned on the even records of LUDB, all twelve leads (docs/delineation.md). A "part" is a share of the
// steepest slope.
struct QrsLimitConstants {
  double near_s = 0.08;       // the steepest slope lies so near R,
  double reach_s = 0.15;      // the limits so near
  double band_near_s = 0.05;  // the steepest slopes of two bands are no further apart
  double gap_s = 0.028;       // so short a stretch of less slope does not end a complex
  double pulse_earliest_s = 0.2, pulse_latest_s = 0.02;  // before R, of a pacemaker that sets it off
  double after_pulse_s = 0.012;                    // a pacemaker's complex begins so much after the pulse
  double slope_before = 0.21, slope_after = 0.16;  // this steep is a slope of the complex at all
  LimitRule onset{.part = 0.035,
                  .low_part = 0.4,
                  .low_share = 0.35,
                  .high_part = 0.06,
                  .high_share = 0.35,
                  .outward_s = 0.012,
                  .neighbours_share = 0.4};
  LimitRule end{.part = 0.1,
                .low_part = 0.3,
                .low_share = 0.75,
                .high_part = 0.02,
                .high_share = 0.25,
                .outward_s = 0,
                .usual_s = 0.05,
                .usual_share = 0.2,
                .neighbours_share = 0.4};
};

struct Complex {
  Wave limits;
  BeatShape shape;
  double steepness() const { return std::abs(shape.slope_mv_s); }
};

// The bands in which QRS complexes are looked at.
struct QrsBands {
  const SlopedSignal &low, &middle, &high;
};

// One an R peak, ascending. `pulses`: of a pacemaker, ascending.
std::vector<Complex> find_qrs_limits(const QrsBands& bands, double rate, std::span<const int64_t> r_peaks,
                                     std::span<const int64_t> pulses, const QrsLimitConstants& constants);

}  // namespace purkinje::data
