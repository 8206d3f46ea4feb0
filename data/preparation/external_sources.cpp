#include "data/preparation/external_sources.h"

#include <fmt/format.h>

#include <unordered_set>

#include "base/error.h"

namespace purkinje::data {
namespace {

std::string patient_of(const CatalogueRecord& record) {
  return record.patient.empty() ? record.id : record.patient;
}

// Whoever trains the networks cannot be among those on whom they are tried as strangers.
void refuse_shared_patients(const ExampleSource& own, const ExampleSource& source,
                            const ExternalSet& external) {
  std::unordered_set<std::string> patients;
  for (const auto& selected : own.selection.records) patients.insert(patient_of(*selected.record));
  size_t shared = 0;
  std::string example;
  for (const auto& selected : source.selection.records)
    if (patients.contains(patient_of(*selected.record)) && shared++ == 0) example = selected.record->id;
  if (shared > 0)
    throw InputError(
        external.options.place("exclude"),
        fmt::format("{} of {} records of data set '{}' are of patients that data set '{}' has too ('{}' for "
                    "one): leave them out here or there",
                    shared, source.selection.records.size(), external.set.name, own.set.name, example));
}

// Empty where records have to be read first.
const std::vector<std::string>& prepared_leads(const ExampleSource& own) {
  return own.how.leads.empty() ? own.selection.records.front().record->head.leads : own.how.leads;
}

}  // namespace

ExternalSources external_sources(const ExampleSource& own, const Json& data,
                                 const AnnotationReaders& annotations,
                                 const std::vector<ExternalSet>& external) {
  ExternalSources all;
  for (const auto& other : external) {
    if (!other.left_out.empty()) continue;
    all.sets.push_back(in_our_classes(other, own.set, own.selection.task.columns()));
    all.sources.emplace_back(all.sets.back(), data_of_external(data, other.options), annotations,
                             "data.external." + other.options.name);
    refuse_shared_patients(own, all.sources.back(), other);
    if (const auto prepared = prepared_leads(own); !prepared.empty())
      use_their_leads(all.sources.back(), other.options, own, prepared);
  }
  return all;
}

void use_their_leads(ExampleSource& source, const ExternalOptions& external, const ExampleSource& own,
                     const std::vector<std::string>& prepared) {
  auto leads = prepared;
  if (own.regions.lead) leads.push_back(*own.regions.lead);
  leads = their_leads(external, leads);
  if (own.regions.lead) {
    source.regions.lead = leads.back();
    leads.pop_back();
  }
  source.how.leads = std::move(leads);
}

}  // namespace purkinje::data
