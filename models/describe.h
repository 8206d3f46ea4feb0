// A network described for people and programs: its layers, the shapes between them, and how many parameters
// each has.
#pragma once

#include <string>

#include "base/json.h"
#include "models/network.h"

namespace purkinje::models {

// {"network", "options", "input": [leads, length], "parameters", "layers": [{"layer", "shape",
// "parameters"}]}. A layer's shape has a batch of 1. A parameter is counted at the noted layer whose
// name its own begins with. Throws as make_network().
Json describe_network(const std::string& name, const Json& resolved_options, const NetworkShape& shape);

}  // namespace purkinje::models
