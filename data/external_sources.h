// External sets as sources of examples: in our classes, by our leads, of other patients.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <vector>

#include "data/example_source.h"
#include "data/external.h"

namespace purkinje::data {

// Without those that are left out; the sources point at the sets.
struct ExternalSources {
  std::list<DataSet> sets;
  std::list<ExampleSource> sources;
};

// Says all that can be wrong with them before any signal is read: throws InputError for names of classes,
// records and leads that nobody has, and for patients of the own set. `data` is the own block.
ExternalSources external_sources(const ExampleSource& own, const Json& data,
                                 const AnnotationReaders& annotations,
                                 const std::vector<ExternalSet>& external);

// What an external set calls the leads that are prepared, and the one whose waves count.
struct TheirLeads {
  std::vector<std::string> prepared;
  std::optional<std::string> regions;
};

// `prepared`: of the own set. Throws InputError where a lead is mapped that is not among them.
TheirLeads leads_of_external(const ExampleSource& own, const ExternalOptions& external,
                             const std::vector<std::string>& prepared);

}  // namespace purkinje::data
