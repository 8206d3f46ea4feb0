// A table as CSV (RFC 4180), one line a number, in full precision: for other programs.
#pragma once

#include <string>

#include "report/table_model.h"

namespace purkinje::report {

std::string to_csv(const Table& table);

}  // namespace purkinje::report
