// The row of a CSV table that belongs to a record.
#pragma once

#include <filesystem>
#include <optional>
#include <regex>
#include <string>
#include <unordered_map>

#include "data/catalogue/descriptor.h"
#include "data/formats/csv.h"

namespace purkinje::data {

class RecordTable {
 public:
  // Opens the table of a set whose records lie in `root`. Throws InputError where there is no such file, no
  // key column, or two rows have one key. An optional table that is absent has no rows.
  // Appends to `files` what decides which file is the table and what stands in it.
  RecordTable(const TableSource& source, const std::filesystem::path& root,
              const std::filesystem::path& data_root, std::vector<std::filesystem::path>& files);

  bool is_open() const { return table_.has_value(); }
  const CsvTable& table() const { return *table_; }
  // What the record is looked up as: its name, or what the pattern catches of it; nothing where the pattern
  // misses.
  std::optional<std::string> key_of(const std::string& record_name) const;
  // The row of a record, by its path below the root or by its name (the path's last part), both without
  // extension.
  std::optional<size_t> row_of(const std::string& relative_path, const std::string& record_name) const;

 private:
  std::optional<CsvTable> table_;
  std::optional<std::regex> pattern_;
  std::unordered_map<std::string, size_t> rows_;
};

}  // namespace purkinje::data
