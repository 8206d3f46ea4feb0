// Slope of a signal, and what thresholds on it ask.
#pragma once

#include <span>
#include <vector>

namespace purkinje::data {

// Central differences, per second; one-sided at both ends.
std::vector<double> derivative_of(std::span<const double> signal, double sample_rate_hz);

}  // namespace purkinje::data
