#include "metrics/consistency.h"

namespace purkinje::metrics {

double implied_accuracy(double sensitivity, double specificity, double prevalence) {
  return sensitivity * prevalence + specificity * (1 - prevalence);
}

Measure implied_precision(double sensitivity, double specificity, double prevalence) {
  const double found = sensitivity * prevalence;
  const double called = found + (1 - specificity) * (1 - prevalence);
  return called > 0 ? Measure::of(found / called) : Measure::undefined("nothing would be called positive");
}

double least_roc_auc(double sensitivity, double specificity) {
  return sensitivity * specificity;
}

}  // namespace purkinje::metrics
