// What would stop a preparation, from headers and labels alone.
#include <fmt/format.h>

#include "data/catalogue/set_tree.h"
#include "data/preparation/external_sources.h"
#include "data/preparation/prepare.h"
#include "data/preparation/unusable_records.h"

namespace purkinje::data {
namespace {

// Throws InputError for what the header alone shows that the record cannot give. Of a beat's place nothing is
// known.
void refuse_by_header(const ExampleSource& source, const CatalogueRecord& record) {
  if (record.head.leads.empty()) return;
  for (const auto& lead : source.how.leads) find_lead(record.head, lead);
  if (source.regions.kind != RegionOptions::Kind::none) regions_lead(record.head, source.regions);
  if (record.length == 0) return;
  const auto outline = outline_of(record.head, record.length, source.how);
  if (source.cutting.kind == Cutting::Kind::record) whole_record(outline, source.how);
  if (source.cutting.kind == Cutting::Kind::window) step_windows(source.cutting, outline);
}

void refuse_unusable(const ExampleSource& source) {
  UnusableRecords unusable(source);
  for (const auto& selected : source.selection.records) {
    const auto& record = *selected.record;
    if (!record.problem.empty()) {
      unusable.add(record, fmt::format("record '{}': {}", record.id, record.problem));
      continue;
    }
    try {
      refuse_by_header(source, record);
    } catch (const InputError& error) {
      unusable.add(record, sentence_about(record, error.what()));
    }
  }
  unusable.throw_if_any();
}

}  // namespace

std::vector<std::string> check_records(const PrepareRequest& request) {
  const auto root = data_root(request.data_root);
  const auto tree = read_set_tree(request.data.at("set").get<std::string>());
  if (!missing_folder(tree, root).empty()) return {};
  const auto set = load_data_set(tree, root);
  const AnnotationReaders readers{labelled_events, {}};  // named, not called
  const ExampleSource own(set, request.data, readers);
  refuse_unusable(own);
  std::vector<std::string> left_out;
  std::vector<ExternalSet> external;
  for (auto& options : externals_of(request.data)) {
    if (!options.optional && !missing_folder(options.set, root).empty()) continue;
    auto other = load_external(std::move(options), root);
    if (other.left_out.empty())
      external.push_back(std::move(other));
    else
      left_out.push_back(std::move(other.left_out));
  }
  const auto others = external_sources(own, request.data, readers, external);
  for (const auto& source : others.sources) refuse_unusable(source);
  return left_out;
}

}  // namespace purkinje::data
