// Stacking: a logistic regression that learns on validation how far to trust each model.
#pragma once

#include <string>
#include <vector>

#include "metrics/ensembles.h"

namespace purkinje::metrics {

// multi_class: one multinomial regression on the logarithms of all members' probabilities (clipped as in
// log_loss); a class that validation lacks gets probability 0. binary and multi_label: one regression an
// output on the members' log-odds; an output whose validation labels are of one class gets the members' mean.
// `note` says where that happened. Throws std::invalid_argument where nothing can be fitted at all.
EnsembleResult stack(double regularisation, Task task, const std::vector<Member>& members);

}  // namespace purkinje::metrics
