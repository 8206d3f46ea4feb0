// A table for the eye, aligned for a terminal.
#include "report/terminal.h"

#include <algorithm>
#include <sstream>

#include "report/columns.h"
#include "report/text_grid.h"

namespace purkinje::report {
namespace {

std::string trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string wrapped(const std::string& text, size_t columns, const std::string& first,
                    const std::string& rest) {
  std::istringstream words(text);
  std::string word, line = first, result;
  bool empty = true;
  while (words >> word) {
    if (!empty && display_width(line) + 1 + display_width(word) > columns) {
      result += line + "\n";
      line = rest;
      empty = true;
    }
    line += (empty ? "" : " ") + word;
    empty = false;
  }
  return result + line + "\n";
}

}  // namespace

std::string to_terminal(const Table& table, int columns) {
  const TextGrid grid = lay_out(table);
  const size_t width = static_cast<size_t>(std::max(columns, 40));
  std::vector<size_t> widths;
  for (size_t i = 0; i < grid.headings.size(); ++i) {
    size_t widest = std::max(display_width(grid.headings[i].first), display_width(grid.headings[i].second));
    for (const auto& line : grid.lines) widest = std::max(widest, display_width(line.cells[i]));
    widths.push_back(widest);
  }
  size_t total = 0;
  for (const size_t w : widths) total += w + 2;
  total -= 2;
  const std::string rule = [&] {
    std::string line;
    for (size_t i = 0; i < total; ++i) line += "─";
    return line + "\n";
  }();

  std::string text = wrapped(table.title, width, "", "");
  if (!table.stand_in.empty()) text += wrapped("Stand-in data: " + table.stand_in, width, "", "");
  text += rule;
  for (int level = 0; level < 2; ++level) {
    std::string line;
    for (size_t i = 0; i < widths.size(); ++i)
      line += (i == 0 ? "" : "  ") + padded(level == 0 ? grid.headings[i].first : grid.headings[i].second,
                                            widths[i], grid.headings[i].number);
    if (line = trimmed(line); level == 0 || !line.empty()) text += line + "\n";
  }
  text += rule;
  for (const auto& row : grid.lines) {
    std::string line;
    for (size_t i = 0; i < widths.size(); ++i)
      line += (i == 0 ? "" : "  ") + padded(row.cells[i], widths[i], grid.headings[i].number);
    text += trimmed(line) + "\n";
  }
  text += rule + wrapped(table.spread, width, "", "");
  for (const std::string& note : table.notes) text += wrapped(note, width, "- ", "  ");
  return text;
}

}  // namespace purkinje::report
