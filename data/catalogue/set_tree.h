// The descriptor of a data set together with those of its members, each read once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"
#include "data/catalogue/descriptor.h"

namespace purkinje::data {

struct SetTree {
  Descriptor descriptor;
  std::vector<SetTree> members;  // of a union, in its order
};

// Of a catalogue name or the path of a descriptor. Throws InputError for a name that nobody has, for what is
// wrong in descriptors, and for a union that is a part of itself.
SetTree read_set_tree(const std::string& name_or_file);

// Of a set that the generator makes. Throws InputError for options that it does not have.
Json generator_options(const Descriptor& descriptor);

// As the functions of data/catalogue/catalogue.h, in absent_sets.cpp and load_data_set.cpp.
std::filesystem::path missing_folder(const SetTree& tree, const std::filesystem::path& data_root);
std::vector<std::filesystem::path> missing_files(const SetTree& tree, const std::filesystem::path& data_root);
DataSet load_data_set(const SetTree& tree, const std::filesystem::path& data_root);

// In absent_sets.cpp. What the ids of its records begin with (before the /), one for each folder of records.
std::vector<std::string> prefixes_of(const SetTree& tree);

}  // namespace purkinje::data
