// What a record's signal is made from: its files, their digest, and whether they have changed since.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"

namespace purkinje::data {

// The signal files that the header names; nothing for a synthetic record and for one that
// cannot be used.
std::vector<std::filesystem::path> source_files(const CatalogueRecord& record);

// What decides the set's records, labels and patients; signals aside.
std::vector<std::filesystem::path> deciding_files(const DataSet& set);

// SHA-256 of what determines the signal: for files the header without its comments and the bytes of the
// signal files; for a synthetic record the generator's version, its options (the number of records aside) and
// the record's number. Throws InputError for a file that cannot be read.
std::string source_digest(const DataSet& set, const CatalogueRecord& record);

// Size and times of change of files and folders, each once, to be compared later without reading them. Absent
// ones have a stamp too. The time the system keeps by itself is compared as well: copying tools set the other
// one back.
Json stamp_files(const std::vector<std::filesystem::path>& files);
// False, too, for what stamp_files() did not write.
bool files_unchanged(const Json& stamps);

}  // namespace purkinje::data
