#include "orchestrator/commands/table_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/json.h"
#include "report/columns.h"
#include "report/csv.h"

namespace purkinje::orchestrator {
namespace {

std::string exact(const db::Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "";
}

bool is_number(const db::Value& value) {
  return value.index() == 1 || value.index() == 2;
}

// What is printed, and how wide and aligned.
struct Layout {
  std::vector<std::vector<std::string>> cells;  // the first row is the header
  std::vector<size_t> widths;
  std::vector<bool> right;
};

Layout lay_out(const db::Table& table) {
  Layout layout;
  layout.cells.push_back(table.columns);
  layout.right.assign(table.columns.size(), false);
  for (const auto& row : table.rows) {
    std::vector<std::string>& cells = layout.cells.emplace_back();
    for (size_t k = 0; k < row.size(); ++k) {
      cells.push_back(value_text(row[k]));
      if (is_number(row[k])) layout.right[k] = true;
    }
  }
  layout.widths.assign(table.columns.size(), 0);
  for (const auto& cells : layout.cells) {
    for (size_t k = 0; k < cells.size(); ++k)
      layout.widths[k] = std::max(layout.widths[k], report::display_width(cells[k]));
  }
  return layout;
}

std::string padded(const Layout& layout, const std::string& text, size_t column) {
  return report::padded(text, layout.widths[column], layout.right[column]);
}

}  // namespace

std::string value_text(const db::Value& value) {
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{:.6g}", *real);
  std::string text = exact(value);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return text;
}

std::string as_table(const db::Table& table) {
  const Layout layout = lay_out(table);
  std::string text;
  for (size_t row = 0; row < layout.cells.size(); ++row) {
    std::string line;
    for (size_t k = 0; k < layout.cells[row].size(); ++k) {
      line += (k == 0 ? "" : "  ") + padded(layout, layout.cells[row][k], k);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
    if (row > 0) continue;
    for (size_t k = 0; k < layout.widths.size(); ++k)
      text += (k == 0 ? "" : "  ") + std::string(layout.widths[k], '-');
    text += "\n";
  }
  return text;
}

std::string as_csv(const db::Table& table) {
  std::string text;
  for (size_t k = 0; k < table.columns.size(); ++k)
    text += (k == 0 ? "" : ",") + report::csv_field(table.columns[k]);
  text += "\r\n";
  for (const auto& row : table.rows) {
    for (size_t k = 0; k < row.size(); ++k) text += (k == 0 ? "" : ",") + report::csv_field(exact(row[k]));
    text += "\r\n";
  }
  return text;
}

std::string as_json(const db::Table& table) {
  auto list = nlohmann::ordered_json::array();  // columns in the order of the query
  for (const auto& row : table.rows) {
    auto object = nlohmann::ordered_json::object();
    for (size_t k = 0; k < row.size(); ++k) {
      auto& value = object[table.columns[k]];
      if (const auto* integer = std::get_if<int64_t>(&row[k])) {
        value = *integer;
      } else if (const auto* real = std::get_if<double>(&row[k])) {
        value = *real;
      } else if (const auto* words = std::get_if<std::string>(&row[k])) {
        value = *words;
      }
    }
    list.push_back(std::move(object));
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string as_markdown(const db::Table& table) {
  db::Table escaped = table;
  const auto escape = [](std::string& text) {
    for (size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
      text.insert(at, "\\");
  };
  for (auto& name : escaped.columns) escape(name);
  for (auto& row : escaped.rows) {
    for (auto& value : row) {
      if (auto* words = std::get_if<std::string>(&value)) escape(*words);
    }
  }
  Layout layout = lay_out(escaped);
  for (size_t& size : layout.widths) size = std::max<size_t>(size, 3);
  std::string text;
  for (size_t row = 0; row < layout.cells.size(); ++row) {
    text += "|";
    for (size_t k = 0; k < layout.cells[row].size(); ++k)
      text += " " + padded(layout, layout.cells[row][k], k) + " |";
    text += "\n";
    if (row > 0) continue;
    text += "|";
    for (size_t k = 0; k < layout.widths.size(); ++k) {
      text += " " + std::string(layout.widths[k] - 1, '-') + (layout.right[k] ? ":" : "-") + " |";
    }
    text += "\n";
  }
  return text;
}

const std::vector<std::string>& table_formats() {
  static const std::vector<std::string> kFormats = {"table", "csv", "json", "markdown"};
  return kFormats;
}

std::string format_table(const db::Table& table, const std::string& format) {
  if (format == "table") return as_table(table);
  if (format == "csv") return as_csv(table);
  if (format == "json") return as_json(table);
  if (format == "markdown") return as_markdown(table);
  throw InputError(
      fmt::format("--format: there is no format '{}'{}", format, suggestion(format, table_formats())));
}

std::string as_duration(double seconds) {
  const auto total = static_cast<int64_t>(std::llround(std::max(0.0, seconds)));
  if (total < 60) return fmt::format("{} s", total);
  if (total < 3600) return fmt::format("{} min {} s", total / 60, total % 60);
  return fmt::format("{} h {} min", total / 3600, total % 3600 / 60);
}

}  // namespace purkinje::orchestrator
