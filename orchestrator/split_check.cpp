#include "orchestrator/split_check.h"

#include <fmt/format.h>

#include "orchestrator/identity.h"

namespace purkinje::orchestrator {
namespace {

TrainingCounts counts_of(const std::vector<uint32_t>& train, const data::Manifest& manifest) {
  TrainingCounts counts;
  counts.positives.resize(manifest.classes.size());
  counts.negatives.resize(manifest.classes.size());
  for (const auto i : train)
    for (size_t c = 0; c < manifest.samples[i].labels.size(); ++c) {
      counts.positives.at(c) += manifest.samples[i].labels[c] == 1;
      counts.negatives.at(c) += manifest.samples[i].labels[c] == 0;
    }
  return counts;
}

}  // namespace

std::string SplitCheck::key_of(const Variant& variant, const data::Manifest& manifest, uint64_t seed,
                               int fold) const {
  return canonical_text(split_identity(variant.protocol, manifest.fingerprint, seed, fold, tables_));
}

const TrainingCounts* SplitCheck::training_counts(const Variant& variant, const data::Manifest& manifest,
                                                  uint64_t seed, int fold) const {
  const auto found = counts_.find(key_of(variant, manifest, seed, fold));
  return found == counts_.end() ? nullptr : &found->second;
}

void SplitCheck::look_at(const Variant& variant, const data::Manifest& manifest, uint64_t seed, int fold) {
  const auto key = key_of(variant, manifest, seed, fold);
  if (!seen_.insert(key).second) return;
  const auto where = fmt::format("variant '{}', seed {}, fold {}", variant.name, seed, fold);
  const bool may_straddle = variant.protocol.value("group", "patient") == "none";
  const bool binary = task_ == metrics::Task::binary;
  try {
    const auto split = splits_.make_split(variant.protocol, manifest, seed, fold);
    ++looked_at_;
    counts_[key] = counts_of(split.train, manifest);
    for (const auto& sentence :
         splits_.split_problems(split, binary ? manifest : without_classes(manifest), may_straddle))
      problems_.add({}, where + ": " + sentence);
    if (!binary) find_gaps(split, manifest, where);
  } catch (const InputError& error) {
    // The same for every fold: said once.
    if (refused_.insert(error.what()).second) problems_.add({}, where + ": " + error.what());
  }
}

void SplitCheck::find_gaps(const data::Split& split, const data::Manifest& manifest,
                           const std::string& where) {
  const std::pair<const char*, const std::vector<uint32_t>*> parts[] = {
      {"training", &split.train}, {"validation", &split.validation}, {"test", &split.test}};
  for (const auto& [part, samples] : parts) {
    if (samples->empty()) continue;  // a problem of its own
    for (size_t c = 0; c < manifest.classes.size(); ++c) {
      bool positive = false, negative = false;
      for (const auto i : *samples) {
        positive = positive || manifest.samples[i].labels[c] == 1;
        negative = negative || manifest.samples[i].labels[c] == 0;
      }
      if (positive && negative) continue;
      const char* missing = positive ? "negative" : "positive";
      if (samples == &split.train) {
        problems_.add({}, fmt::format("{}: the training part has no {} of class '{}' among its {} samples",
                                      where, missing, manifest.classes[c], samples->size()));
        continue;
      }
      auto& gap = gaps_[{manifest.classes[c], part, missing}];
      if (gap.splits++ == 0) gap.first = where;
    }
  }
}

std::vector<std::string> SplitCheck::notes() const {
  std::vector<std::string> notes;
  for (const auto& [key, gap] : gaps_) {
    const auto& [name, part, missing] = key;
    notes.push_back(
        fmt::format("class '{}' has no {} in the {} part of {} of {} splits ({}{}): metrics that need "
                    "one are left undefined there",
                    name, missing, part, gap.splits, looked_at_, gap.splits > 1 ? "first: " : "", gap.first));
  }
  return notes;
}

const data::Manifest& SplitCheck::without_classes(const data::Manifest& manifest) {
  const auto [found, is_new] = without_classes_.try_emplace(manifest.fingerprint);
  if (is_new) {
    found->second = manifest;
    found->second.classes.clear();
  }
  return found->second;
}

}  // namespace purkinje::orchestrator
