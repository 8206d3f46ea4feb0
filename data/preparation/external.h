// `data.external`: other data sets on which what was trained on the own one is evaluated, and nothing else.
// None of their records trains, validates, chooses a threshold or fits a scaling.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/json.h"
#include "base/options.h"
#include "data/catalogue/catalogue.h"

namespace purkinje::data {

// Of one entry: set, include, exclude, leads, classes, at_most_per_class, optional.
const OptionTable& external_options();

// The entries by their names, each read against the table; null where there is none. An entry without a value
// is left out: a profile takes one away so. Adds to `problems` names that other parts have or that are no
// plain names (base/names.h), and everything that is wrong with an entry and can be said without its data
// set.
Json resolve_external(const Config& given, Problems& problems);

// One entry as read.
struct ExternalOptions {
  std::string name, set;
  std::map<std::string, std::string> leads;                 // our name -> theirs
  std::map<std::string, std::vector<std::string>> classes;  // our name -> theirs, of which any counts
  Json selection;         // include, exclude, at_most_per_class: as a `data:` block has them
  bool optional = false;  // left out where its database is absent

  // Of an option of the entry, below `data`: "external.ludb.classes".
  std::string key(const std::string& option) const;
  // "data.external.ludb.classes"
  Place place(const std::string& option) const;
};

// Of a resolved `data:` block, in the order of their names.
std::vector<ExternalOptions> externals_of(const Json& data);

// An entry with its data set, as it is in the catalogue.
struct ExternalSet {
  ExternalOptions options;
  DataSet set;
  // A sentence, where it is left out: then the set has no more than the files that say whether it still is.
  std::string left_out = {};
};

// In load_external.cpp. The entry's set below `data_root`. An optional one is left out where its database is
// absent: all of it, or of a union all that the entry takes of it; names of records in absent members are no
// mistakes then. Throws as load_data_set() does.
ExternalSet load_external(ExternalOptions options, const std::filesystem::path& data_root);

// The set with the classes of `ours` in the place of its own: those that are mapped, else those of the same
// name; one that it does not have is unknown in all its records. Throws InputError for names that either set
// does not have (nearest name), and where it has none of `wanted`, columns of `ours`.
DataSet in_our_classes(const ExternalSet& external, const DataSet& ours, const std::vector<size_t>& wanted);

// The names that an external set's records have for our leads. Throws InputError where a lead is mapped that
// is not among ours.
std::vector<std::string> their_leads(const ExternalOptions& external, const std::vector<std::string>& ours);

// The own `data:` block with what is another for this set: what it takes of it, and how much.
Json data_of_external(const Json& own, const ExternalOptions& external);

}  // namespace purkinje::data
