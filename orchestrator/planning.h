// Planning with given tables and splits: what make_plan() does with those of the program.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data/prepared/splits.h"
#include "orchestrator/plan.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {

// The two functions of data/prepared/splits.h that planning needs.
struct SplitFunctions {
  std::function<data::Split(const Json& protocol, const data::Manifest&, uint64_t seed, int fold)> make_split;
  std::function<std::vector<std::string>(const data::Split&, const data::Manifest&,
                                         bool patients_may_straddle)>
      split_problems;
};

Plan make_plan_with(const Tables& tables, const SplitFunctions& splits, const Experiment& experiment,
                    const PreparedLookup& prepared);

}  // namespace purkinje::orchestrator
