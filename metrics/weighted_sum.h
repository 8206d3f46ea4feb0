// Weights on the members of an ensemble, and their sums.
#pragma once

#include <string>
#include <vector>

#include "metrics/ensembles.h"
#include "metrics/evaluation.h"

namespace purkinje::metrics {

using MemberPart = Scores Member::*;  // &Member::validation or &Member::test

// The part with its labels and the members' scores times their weights, added up in the order of the members.
Scores weighted_sum(const std::vector<Member>& members, MemberPart part, const std::vector<double>& weights);

// Each row is divided by its sum; a row of zeros becomes equal shares.
void normalise_rows(Scores& scores);

// Shares of the sum; where that is not positive equal ones.
std::vector<double> normalised(std::vector<double> weights);

// The weights i/n on the grid of `grid_step` whose weighted sum has the best F1 on validation (macro_f1.h).
// Among equals the weights nearest to equal ones, then those that give the earlier member more. Throws
// std::invalid_argument for a step that does not divide 1 and for a grid of more than 100,000 points.
std::vector<double> best_grid_weights(Task task, const std::vector<Member>& members, double grid_step);

}  // namespace purkinje::metrics
