// An experiment file with one of its profiles and the overrides of the command line applied.
#pragma once

#include <string>
#include <vector>

#include "base/config.h"

namespace purkinje::orchestrator {

// The keys an experiment file may have, in the order of its documentation.
const std::vector<std::string>& experiment_keys();

// The file's tree with the profile laid over it ("" or "full": the file itself) and `overrides`
// ("training.epochs=3") on top; `profiles` is taken out. Maps are merged key by key; a profile's `grid` and
// every list replace the file's. Unknown keys, an unknown profile and malformed overrides are added to
// `problems`, with the nearest name.
Config apply_profile(const Config& file, const std::string& profile,
                     const std::vector<std::string>& overrides, Problems& problems);

// The dotted path of each override.
std::vector<std::string> override_paths(const std::vector<std::string>& overrides);

}  // namespace purkinje::orchestrator
