// The neutral form of resolved settings, messages and results. Objects keep their keys sorted.
#pragma once

#include <nlohmann/json.hpp>

namespace purkinje {

using Json = nlohmann::json;

}  // namespace purkinje
