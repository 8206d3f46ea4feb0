#include "metrics/class_mean.h"

#include <fmt/format.h>

#include "metrics/summary.h"

namespace purkinje::metrics {

Measure mean_over_classes(const std::vector<std::optional<double>>& classes) {
  if (const auto summary = summarise(classes); summary.mean) return Measure::of(*summary.mean);
  return Measure::undefined(fmt::format("undefined for each of {} classes", classes.size()));
}

}  // namespace purkinje::metrics
