// A table of comma-separated values with a line of names (RFC 4180: quoted fields may hold commas, quotes and
// line ends).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace purkinje::data {

class CsvTable {
 public:
  // Throws InputError with file and line for a row with another number of fields than the first line, an open
  // quote, and two columns of one name.
  static CsvTable load(const std::filesystem::path& file);
  static CsvTable parse(std::string_view text, const std::string& file);

  const std::string& file() const { return file_; }
  const std::vector<std::string>& columns() const { return columns_; }
  size_t size() const { return rows_.size(); }
  // Position of a column. Throws InputError naming the file and the nearest column.
  size_t column(const std::string& name) const;
  const std::string& at(size_t row, size_t column) const { return rows_[row][column]; }
  int line(size_t row) const { return lines_[row]; }

 private:
  std::string file_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<int> lines_;
};

}  // namespace purkinje::data
