// External sets as sources of examples: in our classes, by our leads, of other patients.
#pragma once

#include <list>
#include <string>
#include <vector>

#include "data/preparation/example_source.h"
#include "data/preparation/external.h"

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

// Has the source ask for the leads by the names that the external set has for them: those that are prepared,
// and the one whose waves count. `prepared`: as the own set calls them. Throws InputError where a lead is
// mapped that is not among them.
void use_their_leads(ExampleSource& source, const ExternalOptions& external, const ExampleSource& own,
                     const std::vector<std::string>& prepared);

}  // namespace purkinje::data
