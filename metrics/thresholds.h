// How a decision threshold is chosen from scores with known labels.
//
// A chosen threshold is always one of the finite scores, never a value between two. Ties: max_f1 and youden
// take the largest threshold among equals (the fewest calls). sensitivity_at_specificity takes, among
// thresholds of the same sensitivity, the one of the highest specificity, and specificity_at_sensitivity the
// other way round.
#pragma once

#include <string>

#include "metrics/evaluation.h"
#include "metrics/measure.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {

// The threshold of a rule on these scores; a fixed one whatever they are. Undefined, with the reason, where a
// class that the rule needs is absent or no score holds the wanted specificity (sensitivity).
Measure choose_threshold(const ThresholdRule& rule, const OperatingPoints& ranked);

}  // namespace purkinje::metrics
