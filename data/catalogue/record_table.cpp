#include "data/catalogue/record_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "data/catalogue/file_pattern.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

std::optional<std::filesystem::path> file_of(const TableSource& source, const std::filesystem::path& root,
                                             const std::filesystem::path& data_root,
                                             std::vector<std::filesystem::path>& visited) {
  for (const auto& pattern : source.files) {
    const bool from_data_root = pattern.starts_with("/");
    const auto base = from_data_root ? data_root : root;
    const auto files = matching_files(base, from_data_root ? pattern.substr(1) : pattern, &visited);
    if (files.size() == 1) return base / files[0];
    if (files.size() > 1)
      throw InputError(source.place,
                       fmt::format("{} files match '{}' in {} ({} and {}); one is expected", files.size(),
                                   pattern, base.string(), files[0].string(), files[1].string()));
  }
  if (source.optional) return std::nullopt;
  throw InputError(source.place, fmt::format("no file in {} is the table '{}'", root.string(),
                                             fmt::join(source.files, "' or '")));
}

// "12.0" and "12" are one key: tables written by numerical programs have the former.
std::string normal_key(const std::string& text) {
  std::string key(trimmed(text));
  if (key.ends_with(".0") && integer_of(key.substr(0, key.size() - 2))) key.resize(key.size() - 2);
  return key;
}

}  // namespace

RecordTable::RecordTable(const TableSource& source, const std::filesystem::path& root,
                         const std::filesystem::path& data_root, std::vector<std::filesystem::path>& files) {
  if (!source.pattern.empty()) pattern_.emplace(source.pattern);
  const auto file = file_of(source, root, data_root, files);
  if (!file) return;
  files.push_back(*file);
  table_ = CsvTable::load(*file);
  const auto key = table_->column(source.key);
  for (size_t row = 0; row < table_->size(); ++row) {
    auto name = normal_key(table_->at(row, key));
    if (name.ends_with(".hea")) name.resize(name.size() - 4);
    const auto [known, is_new] = rows_.emplace(name, row);
    if (!is_new)
      throw InputError({table_->file(), table_->line(row), ""},
                       fmt::format("'{}' stands in column '{}' of line {} already", name, source.key,
                                   table_->line(known->second)));
  }
}

std::optional<std::string> RecordTable::key_of(const std::string& record_name) const {
  if (!pattern_) return record_name;
  std::smatch match;
  if (!std::regex_match(record_name, match, *pattern_)) return std::nullopt;
  return match.size() > 1 ? match[1].str() : match[0].str();
}

std::optional<size_t> RecordTable::row_of(const std::string& relative_path,
                                          const std::string& record_name) const {
  if (!pattern_)
    if (const auto found = rows_.find(relative_path); found != rows_.end()) return found->second;
  const auto key = key_of(record_name);
  if (!key) return std::nullopt;
  const auto found = rows_.find(*key);
  return found == rows_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace purkinje::data
