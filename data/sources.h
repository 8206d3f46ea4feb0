// What a record's signal is made from: its files, their digest, and whether they have changed since.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/catalogue.h"

namespace purkinje::data {

// The header and the signal files it names; nothing for a synthetic record.
std::vector<std::filesystem::path> source_files(const CatalogueRecord& record);

// SHA-256 of what determines the signal: for files the header without its comments and the bytes of the
// signal files; for a synthetic record the generator's version, its options (the number of records aside) and
// the record's number. Throws InputError for a file that cannot be read.
std::string source_digest(const DataSet& set, const CatalogueRecord& record);

// Size and time of change of files, to be compared later without reading them.
Json stamp_files(const std::vector<std::filesystem::path>& files);
bool files_unchanged(const Json& stamps);

}  // namespace purkinje::data
