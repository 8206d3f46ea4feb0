// One number for how well decisions of any task go: what ensembles weigh their members by.
#pragma once

#include "metrics/evaluation.h"
#include "metrics/measure.h"

namespace purkinje::metrics {

// F1 by the largest score (multi_class) or at 0.5 (binary, multi_label); the mean over the classes for which
// it is defined. Undefined, with the reason, where it is so for all of them.
Measure macro_f1(Task task, const Scores& scores);

}  // namespace purkinje::metrics
