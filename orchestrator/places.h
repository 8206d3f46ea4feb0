// Where the settings of an experiment stand in its file: what a message about one of them names.
#pragma once

#include <string>

#include "base/config.h"
#include "orchestrator/grid.h"

namespace purkinje::orchestrator {

// Of a dotted path; what is not given stands where the innermost block around it does.
Place place_of_path(const Config& tree, const std::string& path);

// The same for a point of the grid, which may set the path, or a list or map that holds it, itself. Entries
// of a list are counted: "training.stages[1].freeze[0]".
Place place_of_setting(const Config& tree, const GridPoint& point, const std::string& path);

}  // namespace purkinje::orchestrator
