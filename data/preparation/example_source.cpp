#include "data/preparation/example_source.h"

#include <fmt/format.h>

#include "base/error.h"

namespace purkinje::data {

ExampleSource::ExampleSource(const DataSet& data_set, const Json& data, const AnnotationReaders& readers,
                             const std::string& called)
    : set(data_set),
      annotations(readers),
      block(called),
      selection(select_records(data_set, data, block)),
      cutting(Cutting::from_json(data)),
      how(Preprocessing::from_json(data.value("preprocessing", Json::object()))),
      regions(RegionOptions::from_json(data)) {
  if (cutting.kind == Cutting::Kind::beat && (set.event_codes.empty() || !annotations.beats))
    throw InputError(Place{"", 0, block == "data" ? "data.examples" : block + ".set"},
                     fmt::format("the labels of data set '{}' are not annotated beats", set.name));
}

std::vector<LabelledWindow> ExampleSource::windows_of(const SelectedRecord& selected,
                                                      const CleanRecording& cleaned) const {
  const auto& record = *selected.record;
  if (cutting.kind == Cutting::Kind::record) {
    const auto whole = whole_record(cleaned, how);
    return {{whole.start, whole.length, selected.labels}};
  }
  std::vector<LabelledWindow> labelled;
  for (const auto& window : cut_windows(record, cleaned))
    if (auto labels = selection.task.labels(window.labels))
      labelled.push_back({window.start, window.length, std::move(*labels)});
  return cutting.at_most_per_class == 0 ? labelled : thin(labelled);
}

std::vector<LabelledWindow> ExampleSource::thin(const std::vector<LabelledWindow>& all) const {
  std::vector<std::vector<int8_t>> labels;
  labels.reserve(all.size());
  for (const auto& window : all) labels.push_back(window.labels);
  const auto stays = thinned(labels, cutting.at_most_per_class);
  std::vector<LabelledWindow> kept;
  for (size_t i = 0; i < all.size(); ++i)
    if (stays[i]) kept.push_back(all[i]);
  return kept;
}

std::vector<Window> ExampleSource::cut_windows(const CatalogueRecord& record,
                                               const CleanRecording& cleaned) const {
  const size_t classes = set.classes.size();
  if (cutting.kind == Cutting::Kind::beat)
    return beat_windows(cutting, cleaned, annotations.beats(set, record), classes);
  auto windows = step_windows(cutting, cleaned);
  if (record.annotations.empty()) {
    for (auto& window : windows) window.labels = record.labels;  // what is known of all of it
    return windows;
  }
  label_by_beats(windows, cleaned, annotations.beats(set, record), classes);
  for (size_t c = 0; c < set.event_codes.size(); ++c)  // of a class that no beat can have nothing is known
    if (set.event_codes[c].empty())
      for (auto& window : windows) window.labels[c] = -1;
  return windows;
}

}  // namespace purkinje::data
