// One record of a data set: its signal, and its beats where its labels are beats.
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "data/catalogue/catalogue.h"
#include "data/formats/wfdb_annotation.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {

Recording read_record(const DataSet& set, const CatalogueRecord& record) {
  if (!record.header.empty()) return read_recording(record.header);
  const auto found = std::find_if(set.records.begin(), set.records.end(),
                                  [&](const auto& other) { return other.id == record.id; });
  if (set.synthetic.is_null() || found == set.records.end())
    throw InputError(
        fmt::format("the record '{}' of data set '{}' has no file and is not made by the generator",
                    record.id, set.name));
  return read_synthetic(set.synthetic, static_cast<size_t>(found - set.records.begin()));
}

std::vector<LabelledEvent> labelled_events(const DataSet& set, const CatalogueRecord& record) {
  if (set.event_codes.empty() || record.annotations.empty())
    throw InputError(fmt::format(
        "the labels of data set '{}' are not annotated beats: it has no beats to choose", set.name));
  std::vector<LabelledEvent> events;
  for (const auto& annotation : read_annotations(record.annotations))
    for (size_t label = 0; label < set.event_codes.size(); ++label) {
      const auto& codes = set.event_codes[label];
      if (std::find(codes.begin(), codes.end(), annotation.code) != codes.end())
        events.push_back({annotation.sample, label});
    }
  return events;
}

}  // namespace purkinje::data
