// Bootstrap intervals behind a table's numbers: what another draw of its samples, records or patients could
// have given.
#pragma once

#include <string>
#include <vector>

#include "report/table_model.h"

namespace purkinje::report {

// Which number a cell of a table holds.
struct AskedCell {
  size_t row = 0, column = 0;
  std::string variant;
  CellMetric key;
};

// Gives the cells their 95 % percentile interval, as the specification asks: of the predictions of each
// variant's first seed, with the thresholds of its evaluation held fixed. Numbers without predictions (the
// threshold, prevalence, means over regions) and cells without a value get none. Returns what is to be said
// under the table: what was drawn, how often, and which intervals are not there. Empty where none is asked
// for.
std::vector<std::string> add_intervals(const TableSpec& spec, const CellSource& source,
                                       const std::vector<AskedCell>& asked, Table& table);

}  // namespace purkinje::report
