#include "data/catalogue/record_list.h"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/files.h"
#include "base/name_list.h"
#include "base/utf8.h"
#include "data/catalogue/file_pattern.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

// A path as a source lists it, and where it stands.
struct Entry {
  fs::path path;
  Place place;
  bool is_found = false;  // there is such a file
};

std::vector<Entry> entries_of_list(const fs::path& file) {
  std::vector<Entry> entries;
  int number = 0;
  const auto text = as_utf8(read_file(file));
  for (const auto line : lines_of(text)) {
    ++number;
    if (const auto path = trimmed(line); !path.empty() && path[0] != '#')
      entries.push_back({path, {file.string(), number, ""}, false});
  }
  return entries;
}

std::vector<Entry> entries_of_column(const RecordTable& source, const std::string& name) {
  const auto& table = source.table();
  const auto column = table.column(name);
  std::vector<Entry> entries;
  for (size_t row = 0; row < table.size(); ++row)
    entries.push_back({trimmed(table.at(row, column)), {table.file(), table.line(row), name}, false});
  return entries;
}

std::vector<Entry> entries_of(const Descriptor& descriptor, const fs::path& root, const RecordTable* table,
                              std::vector<fs::path>& files) {
  const auto& records = descriptor.records;
  if (records.kind == RecordSource::Kind::list) {
    files.push_back(root / records.value);
    return entries_of_list(files.back());
  }
  if (records.kind == RecordSource::Kind::column) {
    if (!table || !table->is_open())
      throw InputError(records.place, "records of a column need the table, which is absent");
    return entries_of_column(*table, records.value);
  }
  std::vector<Entry> entries;
  for (auto& file : matching_files(root, records.value, &files))
    entries.push_back({std::move(file), records.place, true});
  return entries;
}

bool is_excluded(const Descriptor& descriptor, const ListedRecord& record) {
  const auto& names = descriptor.records.exclude;
  return contains(names, record.name) || contains(names, record.relative_path);
}

void name_uniquely(std::vector<ListedRecord>& records) {
  std::unordered_map<std::string, int> count;
  for (const auto& record : records) ++count[record.name];
  for (auto& record : records)
    if (count[record.name] > 1) record.name = record.relative_path;
}

}  // namespace

std::vector<ListedRecord> list_records(const Descriptor& descriptor, const fs::path& root,
                                       const RecordTable* table, std::vector<fs::path>& files) {
  std::vector<ListedRecord> records;
  Problems problems;
  std::unordered_set<std::string> seen;
  for (auto& entry : entries_of(descriptor, root, table, files)) {
    auto& path = entry.path;
    const bool is_header = path.extension() == ".hea";
    auto header = root / path;
    if (is_header)
      path.replace_extension();
    else
      header += ".hea";
    ListedRecord record{path.generic_string(), path.filename().string(), std::move(header)};
    if (is_excluded(descriptor, record)) continue;
    std::error_code error;
    if (!(entry.is_found && is_header) && !fs::is_regular_file(record.header, error))
      record.problem = InputError(entry.place, fmt::format("the record '{}' has no header {}",
                                                           record.relative_path, record.header.string()))
                           .what();
    if (!seen.insert(record.relative_path).second)
      problems.add(entry.place, fmt::format("the record '{}' is listed twice", record.relative_path));
    else
      records.push_back(std::move(record));
  }
  problems.throw_first();
  if (records.empty())
    throw InputError(descriptor.records.place, fmt::format("there are no records in {}", root.string()));
  name_uniquely(records);
  return records;
}

}  // namespace purkinje::data
