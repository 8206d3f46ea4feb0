// A table as CSV (RFC 4180), one line a number.
#include "report/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace purkinje::report {
namespace {

// The shortest text that reads back as the same double.
std::string full(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

}  // namespace

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string to_csv(const Table& table) {
  std::string text =
      "table,variant,row,column,metric,class,part,rule,chosen_on,unit,paper_mean,paper_sd,mean,sd,"
      "interval_low,interval_high,n,expected,missing,stand_in\r\n";
  for (const TableRow& row : table.rows) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const TableColumn& column = table.columns[i];
      const TableCell& cell = row.cells[i];
      const PaperValue paper = cell.paper.value_or(PaperValue{});
      const std::vector<std::string> fields = {table.name,
                                               row.variant,
                                               row.label,
                                               column.name,
                                               column.metric,
                                               column.class_name,
                                               cell.part,
                                               column.rule,
                                               column.chosen_on,
                                               column.unit,
                                               full(paper.mean),
                                               full(paper.sd),
                                               full(cell.ours.mean),
                                               full(cell.ours.sd),
                                               full(cell.ours.low),
                                               full(cell.ours.high),
                                               std::to_string(cell.ours.n),
                                               std::to_string(cell.ours.expected),
                                               fmt::format("{}", fmt::join(cell.ours.missing, "; ")),
                                               table.stand_in};
      for (size_t f = 0; f < fields.size(); ++f) text += (f == 0 ? "" : ",") + csv_field(fields[f]);
      text += "\r\n";
    }
  }
  return text;
}

}  // namespace purkinje::report
