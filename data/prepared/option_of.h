// The value of an option in a block that may lack it: tests and other programs bring blocks with keys
// missing.
#pragma once

#include <string>

#include "base/json.h"
#include "base/options.h"

namespace purkinje::data {

// What `given` has under this name; its default in `table` where it has nothing or null. Null for a name that
// the table does not know.
Json option_of(const OptionTable& table, const Json& given, const std::string& name);

}  // namespace purkinje::data
