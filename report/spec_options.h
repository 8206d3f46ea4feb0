// The keys of a table in an experiment's `report:` block, of its rows, columns and correlations.
#pragma once

#include "base/options.h"

namespace purkinje::report {

const OptionTable& table_options();
const OptionTable& row_options();
const OptionTable& correlation_options();
// `table` is resolved by table_options(): a column takes its rule, chosen_on and digits where it has none.
OptionTable column_options(const Json& table);

}  // namespace purkinje::report
