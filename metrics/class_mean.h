// The macro average: what a metric of single classes is for all of them together.
#pragma once

#include <optional>
#include <vector>

#include "metrics/measure.h"

namespace purkinje::metrics {

// The mean over the classes for which the metric is defined; undefined, with the reason, where it is so for
// none.
Measure mean_over_classes(const std::vector<std::optional<double>>& classes);

}  // namespace purkinje::metrics
