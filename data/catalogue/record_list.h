// The records of a folder of WFDB files as a descriptor names them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/catalogue/descriptor.h"
#include "data/catalogue/record_table.h"

namespace purkinje::data {

struct ListedRecord {
  std::string relative_path;  // below the root, without extension
  std::string name;  // unique in the set: the path's last part, or the whole path where that is not unique
  std::filesystem::path header;
  std::string problem = {};  // why it cannot be used: it has no header
};

// In the order of the list, sorted for a glob. `table` may be nullptr unless the records are a column of it.
// Throws one InputError for all records that are listed twice (20 are named), or where there is none at all.
// Appends to `files` what decides which records there are.
std::vector<ListedRecord> list_records(const Descriptor& descriptor, const std::filesystem::path& root,
                                       const RecordTable* table, std::vector<std::filesystem::path>& files);

}  // namespace purkinje::data
