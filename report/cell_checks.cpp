#include "report/cell_checks.h"

#include <algorithm>
#include <set>
#include <string>

#include "metrics/evaluation.h"
#include "report/artefact_values.h"
#include "report/other_sets.h"

namespace purkinje::report {
namespace {

// Nothing is fitted to an external part, so that there is no such number.
void thresholds_of_other_sets(const Config& config, const TableSpec& table, Problems& problems) {
  std::set<std::string> said;
  for (const RowSpec& row : table.rows)
    for (const ColumnSpec& column : table.columns) {
      const std::string part = part_of(table, row, column);
      if (column.chosen_on == "test" && !metrics::is_own_part(part) && said.insert(part).second)
        problems.add(config.place(),
                     "no threshold is chosen on '" + part +
                         "', which is only ever evaluated: 'chosen_on: validation', or a fixed "
                         "rule, says what holds there");
    }
}

// There is a generator for each class: without one it is not said whose number is meant.
void classes_of_artefact_values(const Config& config, const TableSpec& table, Problems& problems) {
  for (const ColumnSpec& column : table.columns)
    if (find_artefact_value(column.metric) && column.class_name.empty() &&
        std::any_of(table.rows.begin(), table.rows.end(),
                    [](const RowSpec& row) { return row.class_name.empty(); }))
      problems.add(config.find("columns")->place(),
                   "'" + column.metric +
                       "' is of the generator of a class: give the column or every row a "
                       "'class'");
}

}  // namespace

void check_cells(const Config& config, const TableSpec& table, Problems& problems) {
  thresholds_of_other_sets(config, table, problems);
  classes_of_artefact_values(config, table, problems);
}

}  // namespace purkinje::report
