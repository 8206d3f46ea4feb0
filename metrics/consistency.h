// What printed numbers imply about each other: a table whose row fails one of these cannot come from one set
// of decisions. All arguments are shares from 0 to 1.
#pragma once

#include "metrics/measure.h"

namespace purkinje::metrics {

// sensitivity x prevalence + specificity x (1 - prevalence).
double implied_accuracy(double sensitivity, double specificity, double prevalence);

// Bayes: the share of true ones among those called. Undefined where nothing would be called positive.
Measure implied_precision(double sensitivity, double specificity, double prevalence);

// The smallest area of any ROC curve through the point: the curve never falls, so it lies above the step at
// that point.
double least_roc_auc(double sensitivity, double specificity);

}  // namespace purkinje::metrics
