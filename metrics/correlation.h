// How far two quantities go together.
#pragma once

#include <vector>

#include "metrics/measure.h"

namespace purkinje::metrics {

// The linear correlation of pairs (Pearson 1895). Undefined below two pairs, where one of the quantities is
// constant, and where a number is not finite. Throws std::invalid_argument where the lengths differ.
Measure pearson(const std::vector<double>& x, const std::vector<double>& y);

// Pearson's correlation of the ranks, equal numbers sharing their mean rank (Spearman 1904).
Measure spearman(const std::vector<double>& x, const std::vector<double>& y);

// The rank of every number, from 1; equal numbers share their mean rank. All numbers must be finite.
std::vector<double> average_ranks(const std::vector<double>& x);

}  // namespace purkinje::metrics
