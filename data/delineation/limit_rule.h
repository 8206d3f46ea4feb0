// Where a wave begins or ends, from several estimates: thresholds on the slopes of three bands, the tangent
// of the outer slope, the usual width of such a wave, and where the neighbouring beats have theirs.
#pragma once

#include <cstdint>
#include <vector>

#include "data/delineation/derivative.h"

namespace purkinje::data {

// A "part" is a share of a slope; a "share" is the weight of an estimate. The middle band has what the others
// leave.
struct LimitRule {
  double part = 0.3;                       // the slope has fallen to this in the middle band,
  double low_part = 0.3, low_share = 0;    // in the low band,
  double high_part = 0.3, high_share = 0;  // in the high one
  double tangent_share = 0;                // of the place where the tangent meets the baseline
  double outward_s = 0;                    // annotators' limits lie so much further out
  double usual_s = 0, usual_share = 0;     // usual distance from the wave's peak or steepest slope
  double neighbours_share = 0;             // of the median of the neighbours
};

// Samples, with fractions.
struct LimitEstimates {
  double low = 0, middle = 0, high = 0, tangent = 0;
};

// The estimates as the rule weighs them. `step` is 1 for an end and -1 for an onset, `anchor` the peak or the
// steepest slope.
double blended(const LimitEstimates& estimates, int64_t anchor, int64_t step, const LimitRule& rule,
               double rate);

// Where the tangent at `from`, a slope, meets the level that the signal has 20 to 80 ms beyond `limit` (the
// end of T by the tangent: Lepeschkin, Surawicz 1952, "The measurement of the Q-T interval of the
// electrocardiogram"). At most 60 ms from `limit`.
double tangent_limit(const SlopedSignal& signal, int64_t from, int64_t limit, int64_t step, double rate);

// What makes two beats comparable: the steepest slope of their QRS complexes, with its sign.
struct BeatShape {
  int64_t at = 0;
  double slope_mv_s = 0;
};

// Draws the limits (NaN: none) to the median distance from the steepest slope that those of the eight beats
// before and after have, as far as the complexes are alike: by the rule's share, and what lies further than
// 50 ms from it to that distance. Only where at least three are alike, the beat itself included, and 60 % of
// them agree within 30 ms.
void draw_to_neighbours(std::vector<double>& limits, const std::vector<BeatShape>& beats,
                        const LimitRule& rule, double rate);

}  // namespace purkinje::data
