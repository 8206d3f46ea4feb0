// A table as LaTeX with booktabs rules, to be taken into a paper with \input.
#pragma once

#include <string>

#include "report/table_model.h"

namespace purkinje::report {

std::string to_latex(const Table& table);

}  // namespace purkinje::report
