// One computed number, or the reason why there is none.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace purkinje::metrics {

struct Measure {
  std::optional<double> value;
  std::string reason;  // empty where there is a value

  static Measure of(double value) { return {value, ""}; }
  static Measure undefined(std::string reason) { return {std::nullopt, std::move(reason)}; }
};

}  // namespace purkinje::metrics
