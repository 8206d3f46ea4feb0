// What of an experiment only its prepared data can tell: before any job is made of it.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/planning.h"

namespace purkinje::orchestrator {

// Looks at splits, classes, signal lengths, what artefacts learn and the records whose traces are kept;
// `data_set_of`: for each variant the index of its prepared set. Gives what is not wrong and yet worth a
// line. Throws InputError with the first problems, each with variant, seed, fold and class as far as they
// matter.
std::vector<std::string> check_with_data(const Tables& tables, const SplitFunctions& splits,
                                         const Experiment& experiment,
                                         const std::vector<data::Manifest>& data_sets,
                                         const std::vector<size_t>& data_set_of);

}  // namespace purkinje::orchestrator
