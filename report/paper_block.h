// An experiment's `paper:` block: the numbers that the paper printed, for the tables of its report.
#pragma once

#include "base/config.h"
#include "report/spec.h"

namespace purkinje::report {

// Fills in `spec.paper` and `spec.counts`, once its tables are read. Tables, rows and columns that the report
// does not have go to `problems`, with the nearest name.
void read_paper(const Config& paper, ReportSpec& spec, Problems& problems);

}  // namespace purkinje::report
