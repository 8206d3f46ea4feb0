// The records of a folder of WFDB files: labels, patients and details as the descriptor finds them.
#pragma once

#include <filesystem>

#include "data/catalogue/catalogue.h"
#include "data/catalogue/descriptor.h"

namespace purkinje::data {

// Adds the records, and the files that decide them, to a set that has the descriptor's classes. Throws
// InputError where the folder or its tables cannot be used, and for what is wrong with all records alike;
// what is wrong with one stays with it as its `problem`.
void load_record_folder(const Descriptor& descriptor, const std::filesystem::path& data_root, DataSet& set);

}  // namespace purkinje::data
