// A table as rows of text.
#include "report/text_grid.h"

#include <fmt/format.h>

#include <algorithm>

namespace purkinje::report {

std::string number_text(const PaperValue& value, int digits) {
  if (!value.mean) return "-";
  std::string text = fmt::format("{:.{}f}", *value.mean, digits);
  if (value.sd) text += fmt::format(" ± {:.{}f}", *value.sd, digits);
  return text;
}

std::string number_text(const Measured& measured, int digits) {
  std::string text = number_text(PaperValue{measured.mean, measured.sd}, digits);
  if (measured.low && measured.high)
    text += fmt::format(" [{0:.{2}f}, {1:.{2}f}]", *measured.low, *measured.high, digits);
  if (!measured.complete()) text += fmt::format(" ({}/{})", measured.n, measured.expected);
  return text;
}

TextGrid lay_out(const Table& table) {
  TextGrid grid;
  for (const std::string& heading : table.text_columns) grid.headings.push_back({heading, "", false});
  if (table.has_paper) grid.headings.push_back({"", "", false});
  for (const TableColumn& column : table.columns) {
    std::string label = column.label;
    if (!column.class_name.empty()) label += " of " + column.class_name;
    grid.headings.push_back({label, column.threshold, true});
  }
  for (const TableRow& row : table.rows) {
    const bool paper = std::any_of(row.cells.begin(), row.cells.end(),
                                   [](const TableCell& c) { return c.paper.has_value(); });
    if (paper) {
      TextGrid::Line line{row.texts, true};
      line.cells.push_back("paper");
      for (size_t i = 0; i < row.cells.size(); ++i)
        line.cells.push_back(row.cells[i].paper ? number_text(*row.cells[i].paper, table.columns[i].digits)
                                                : "");
      grid.lines.push_back(std::move(line));
    }
    TextGrid::Line line{paper ? std::vector<std::string>(row.texts.size()) : row.texts, !paper};
    if (table.has_paper) line.cells.push_back("ours");
    for (size_t i = 0; i < row.cells.size(); ++i)
      line.cells.push_back(number_text(row.cells[i].ours, table.columns[i].digits));
    grid.lines.push_back(std::move(line));
  }
  return grid;
}

}  // namespace purkinje::report
