#include "db/stored_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/name_list.h"
#include "metrics/evaluation.h"

namespace purkinje::db {
namespace {

constexpr const char* kTraining = "training";
constexpr std::array<std::string_view, 3> kOwnParts = {kTraining, "validation", "test"};

// Whether one of protocol.train_records fits the record.
bool is_named(const std::string& record, const Json& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const Json& item) { return fits(record, item.get_ref<const std::string&>()); });
}

}  // namespace

std::string StoredSample::name() const {
  return fmt::format("{}@{}", record, start);
}

std::string sentence_of(std::string_view part, const Found& found, const char* noun,
                        const std::string& what) {
  return fmt::format("part {}: {} {}{} {} (first: {})", part, found.count, noun, found.count == 1 ? "" : "s",
                     what, found.first);
}

StoredSplit::StoredSplit(const StoredSamples& set, Json protocol)
    : set_(set), protocol_(std::move(protocol)), part_of_(set.samples.size()) {}

void StoredSplit::add(const std::string& part, const std::vector<int64_t>& sample_ids) {
  Found foreign, own;
  std::map<std::string, Found> external, twice;
  for (const int64_t id : sample_ids) {
    const auto position = set_.positions.find(id);
    if (position == set_.positions.end()) {
      foreign.add(fmt::format("row {} of table sample", id));
      continue;
    }
    const StoredSample& sample = set_.samples[position->second];
    std::string& known = part_of_[position->second];
    if (sample.external != (metrics::is_own_part(part) ? "" : part))
      (sample.external.empty() ? own : external[sample.external]).add(sample.name());
    else if (known.empty())
      known = part;
    else if (known != part)
      twice[known].add(sample.name());
  }
  if (foreign.count > 0) say(part, foreign, "sample", "of another data set");
  if (own.count > 0) say(part, own, "sample", "of the set's own, which may train");
  for (const auto& [name, found] : external)
    say(part, found, "sample", fmt::format("of the external part {}", name));
  for (const auto& [name, found] : twice)
    say(part, found, "sample", fmt::format("that its {} part has too", name));
}

std::vector<std::string> StoredSplit::finish() {
  find_training();
  if (protocol_.value("group", "patient") != "none") find_straddling();
  return std::move(sentences_);
}

void StoredSplit::say(std::string_view part, const Found& found, const char* noun, const std::string& what) {
  sentences_.push_back(sentence_of(part, found, noun, what));
}

void StoredSplit::find_training() {
  const Json names = protocol_.value("train_records", Json::array());
  // Where no record is named for validation, that part is cut out of the records to train on.
  const bool cut_out = protocol_.value("validation_records", Json::array()).empty();
  std::map<std::string, Found> twice;
  for (size_t i = 0; i < part_of_.size(); ++i) {
    const StoredSample& sample = set_.samples[i];
    if (!sample.external.empty() || (!names.empty() && !is_named(sample.record, names))) continue;
    if (part_of_[i].empty())
      part_of_[i] = kTraining;
    else if (!names.empty() && !(cut_out && part_of_[i] == "validation"))
      twice[part_of_[i]].add(sample.name());
  }
  for (const auto& [part, found] : twice)
    say(part, found, "sample", "whose record its protocol names to train on");
}

void StoredSplit::find_straddling() {
  std::map<std::string_view, std::array<const StoredSample*, 3>> patients;  // the first sample in each part
  for (size_t i = 0; i < part_of_.size(); ++i) {
    const auto part = std::find(kOwnParts.begin(), kOwnParts.end(), part_of_[i]);
    if (part == kOwnParts.end()) continue;
    const StoredSample*& first =
        patients[set_.samples[i].patient][static_cast<size_t>(part - kOwnParts.begin())];
    if (!first) first = &set_.samples[i];
  }
  for (size_t b = 1; b < kOwnParts.size(); ++b)
    for (size_t a = 0; a < b; ++a) {
      Found found;
      for (const auto& [patient, samples] : patients)
        if (samples[a] && samples[b]) found.add(fmt::format("'{}' in {}", patient, samples[b]->name()));
      if (found.count > 0)
        say(kOwnParts[b], found, "patient", fmt::format("that its {} part has too", kOwnParts[a]));
    }
}

}  // namespace purkinje::db
