// A table as CSV (RFC 4180), one line a number, in full precision: for other programs.
#pragma once

#include <string>

#include "report/table_model.h"

namespace purkinje::report {

std::string to_csv(const Table& table);

// A field as RFC 4180 writes it: in quotes where it must be.
std::string csv_field(const std::string& text);

}  // namespace purkinje::report
