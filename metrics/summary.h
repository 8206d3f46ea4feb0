// Mean and standard deviation over replicates, some of which may be undefined.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace purkinje::metrics {

struct Summary {
  std::optional<double> mean;  // of the given values; empty where there is none
  std::optional<double> sd;    // with n - 1; empty below two values
  size_t n = 0;                // how many values there are
  size_t missing = 0;          // how many are empty or not finite: never averaged over silently, always shown
};

Summary summarise(const std::vector<std::optional<double>>& values);

}  // namespace purkinje::metrics
