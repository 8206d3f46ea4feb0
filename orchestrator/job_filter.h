// A part of a plan, named by what its cells have in common.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "orchestrator/plan.h"

namespace purkinje::orchestrator {

// The indexes of the jobs that match every filter ("variant=a,b", "seed=1,2", "fold=0"); of all jobs where
// there is no filter. An artefact is in where a job that uses it is, a derived job where all jobs it needs
// are; an ensemble that is named brings its members. Throws InputError for an unknown key, and a variant,
// seed or fold that the plan does not have, with the nearest one.
std::set<size_t> filter_jobs(const Plan& plan, const std::vector<std::string>& filters);

}  // namespace purkinje::orchestrator
