// The keys of a table in an experiment's `report:` block, of its rows, columns and correlations.
#pragma once

#include <string>
#include <vector>

#include "base/options.h"

namespace purkinje::report {

// `parts` are those of the data that can be asked for.
OptionTable table_options(const std::vector<std::string>& parts);
OptionTable row_options(const std::vector<std::string>& parts);
const OptionTable& correlation_options();
// `table` is resolved by table_options(): a column takes its rule, chosen_on and digits where it has none.
OptionTable column_options(const Json& table, const std::vector<std::string>& parts);

}  // namespace purkinje::report
