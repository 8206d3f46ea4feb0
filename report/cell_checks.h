// What no cell of a table can show, although its row and its column are right by themselves.
#pragma once

#include "base/config.h"
#include "report/spec.h"

namespace purkinje::report {

// `config` is the table's block, for places. What is wrong goes to `problems`.
void check_cells(const Config& config, const TableSpec& table, Problems& problems);

}  // namespace purkinje::report
