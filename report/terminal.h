// A table for the eye, aligned for a terminal.
#pragma once

#include <string>

#include "report/table_model.h"

namespace purkinje::report {

// Notes are wrapped at `columns`; a table that is wider stays as it is.
std::string to_terminal(const Table& table, int columns = 100);

}  // namespace purkinje::report
