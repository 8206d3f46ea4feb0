#include "data/prepared/splits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/error.h"
#include "base/name_list.h"
#include "data/prepared/stratify.h"

namespace purkinje::data {
namespace {

Json option_of(const Json& protocol, const char* name) {
  return purkinje::option_of(split_options(), protocol, name);
}

GroupBy group_of(const Json& protocol) {
  const auto name = option_of(protocol, "group").get<std::string>();
  return name == "patient" ? GroupBy::patient : name == "record" ? GroupBy::record : GroupBy::sample;
}

void append(std::vector<uint32_t>& to, const std::vector<uint32_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// Moves the validation share of the training part to `validation`, groups kept together.
void cut_validation(const Json& protocol, const Manifest& manifest, uint64_t seed, int fold, Split& split) {
  const double share = option_of(protocol, "validation").get<double>();
  if (share == 0) return;
  const auto groups = group_samples(manifest, split.train, group_of(protocol));
  const auto part =
      deal_groups(manifest, groups, {1 - share, share},
                  RandomStream(random_key(seed, static_cast<uint64_t>(fold), "validation split")));
  split.train.clear();
  for (size_t g = 0; g < groups.size(); ++g)
    append(part[g] == 0 ? split.train : split.validation, groups[g].samples);
}

Split split_by_share(const Json& protocol, const Manifest& manifest, uint64_t seed, int fold) {
  std::vector<uint32_t> all(manifest.own_size());
  std::iota(all.begin(), all.end(), 0U);
  const auto groups = group_samples(manifest, all, group_of(protocol));
  const auto folds = static_cast<size_t>(split_folds(protocol));
  std::vector<double> shares(folds, 1.0);
  auto test_part = static_cast<size_t>(fold);
  if (option_of(protocol, "kind") == "holdout") {
    const double test = option_of(protocol, "test").get<double>();
    shares = {1 - test, test};
    test_part = 1;
  } else if (groups.size() < folds) {
    throw InputError(fmt::format(
        "{} folds cannot be made of {} {}s", folds, groups.size(),
        option_of(protocol, "group") == "none" ? "sample" : option_of(protocol, "group").get<std::string>()));
  }
  const auto part = deal_groups(manifest, groups, shares, RandomStream(random_key(seed, 0, "split")));
  Split split;
  for (size_t g = 0; g < groups.size(); ++g)
    append(part[g] == test_part ? split.test : split.train, groups[g].samples);
  cut_validation(protocol, manifest, seed, fold, split);
  return split;
}

// The samples of records named one by one or by a beginning ("mitdb/1*").
std::vector<uint32_t> samples_named(const Json& names, const Manifest& manifest, const char* key,
                                    Problems& problems) {
  std::vector<uint32_t> found;
  std::set<std::string> records;
  const auto own = static_cast<uint32_t>(manifest.own_size());
  for (uint32_t i = 0; i < own; ++i) records.insert(manifest.samples[i].record);
  for (const auto& entry : names) {
    const auto name = entry.get<std::string>();
    const auto stem = name.substr(0, name.size() - (name.ends_with('*') ? 1 : 0));
    const size_t before = found.size();
    for (uint32_t i = 0; i < own; ++i)
      if (fits(manifest.samples[i].record, name)) found.push_back(i);
    if (found.size() == before)
      problems.add(Place{"", 0, fmt::format("protocol.{}", key)},
                   fmt::format("no record '{}' in data set '{}'{}", name, manifest.data_set,
                               suggestion(stem, {records.begin(), records.end()})));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Split split_by_name(const Json& protocol, const Manifest& manifest, uint64_t seed) {
  Problems problems;
  Split split;
  split.train = samples_named(option_of(protocol, "train_records"), manifest, "train_records", problems);
  split.validation =
      samples_named(option_of(protocol, "validation_records"), manifest, "validation_records", problems);
  split.test = samples_named(option_of(protocol, "test_records"), manifest, "test_records", problems);
  std::vector<int> uses(manifest.own_size(), 0);
  std::set<std::string> said;
  for (const auto* part : {&split.train, &split.validation, &split.test})
    for (const auto i : *part)
      if (++uses[i] == 2 && said.insert(manifest.samples[i].record).second)
        problems.add(Place{"", 0, "protocol"},
                     fmt::format("record '{}' is named in more than one part", manifest.samples[i].record));
  if (split.test.empty())
    problems.add(Place{"", 0, "protocol.test_records"}, "names no record of the data set");
  problems.throw_if_any();
  if (option_of(protocol, "train_records").empty())
    for (uint32_t i = 0; i < uses.size(); ++i)
      if (uses[i] == 0) split.train.push_back(i);
  if (split.validation.empty()) cut_validation(protocol, manifest, seed, 0, split);
  return split;
}

}  // namespace

const OptionTable& split_options() {
  static const OptionTable kTable = {
      {.name = "kind",
       .kind = OptionKind::text,
       .default_value = "stratified_kfold",
       .help = "how the test part is chosen",
       .choices = {"stratified_kfold", "holdout", "records"}},
      {.name = "group",
       .kind = OptionKind::text,
       .default_value = "patient",
       .help = "what never straddles two parts",
       .choices = {"patient", "record", "none"}},
      {.name = "folds",
       .kind = OptionKind::integer,
       .default_value = 5,
       .help = "number of folds",
       .min = 2,
       .max = 1000,
       .when = "kind=stratified_kfold"},
      {.name = "test",
       .kind = OptionKind::real,
       .default_value = 0.1,
       .help = "share of the samples in the test part",
       .min = 0.001,
       .max = 0.999,
       .when = "kind=holdout"},
      {.name = "validation",
       .kind = OptionKind::real,
       .default_value = 0.0,
       .help = "share of the training part that validates instead; 0: no validation part",
       .min = 0,
       .max = 0.9},
      {.name = "follow_seed",
       .kind = OptionKind::boolean,
       .default_value = true,
       .help = "every seed of the experiment splits anew; false: split_seed decides for all"},
      {.name = "split_seed",
       .kind = OptionKind::integer,
       .default_value = 0,
       .help = "seed of the split",
       .min = 0,
       .when = "follow_seed=false"},
      {.name = "train_records",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "records, or beginnings ending in *; empty: all that are in no other part",
       .when = "kind=records"},
      {.name = "validation_records",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "records, or beginnings ending in *; empty: `validation` decides",
       .when = "kind=records"},
      {.name = "test_records",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "records, or beginnings ending in *",
       .when = "kind=records"}};
  return kTable;
}

int split_folds(const Json& protocol) {
  return option_of(protocol, "kind") == "stratified_kfold" ? option_of(protocol, "folds").get<int>() : 1;
}

Split make_split(const Json& protocol, const Manifest& manifest, uint64_t seed, int fold) {
  if (fold < 0 || fold >= split_folds(protocol))
    throw InputError(fmt::format("fold {} was asked for; the protocol has folds 0 to {}", fold,
                                 split_folds(protocol) - 1));
  const uint64_t own_seed = option_of(protocol, "follow_seed").get<bool>()
                                ? seed
                                : option_of(protocol, "split_seed").get<uint64_t>();
  auto split = option_of(protocol, "kind") == "records" ? split_by_name(protocol, manifest, own_seed)
                                                        : split_by_share(protocol, manifest, own_seed, fold);
  for (auto* part : {&split.train, &split.validation, &split.test}) std::sort(part->begin(), part->end());
  for (const auto& part : manifest.external) {
    split.external.push_back({part.name, std::vector<uint32_t>(part.size)});
    auto& samples = split.external.back().samples;
    std::iota(samples.begin(), samples.end(), static_cast<uint32_t>(part.first));
  }
  return split;
}

std::vector<std::pair<std::string, std::span<const uint32_t>>> judged_parts(const Split& split) {
  std::vector<std::pair<std::string, std::span<const uint32_t>>> parts = {{"validation", split.validation},
                                                                          {"test", split.test}};
  for (const auto& part : split.external) parts.emplace_back(part.name, part.samples);
  return parts;
}

std::vector<std::string> split_problems(const Split& split, const Manifest& manifest,
                                        bool patients_may_straddle) {
  std::vector<std::string> problems;
  const std::vector<std::pair<const char*, const std::vector<uint32_t>*>> parts = {
      {"training", &split.train}, {"validation", &split.validation}, {"test", &split.test}};
  std::map<std::string, size_t> part_of_patient;
  size_t straddling = 0;
  std::string example;
  for (size_t p = 0; p < parts.size(); ++p) {
    const auto& [name, samples] = parts[p];
    if (samples->empty()) {
      if (p != 1) problems.push_back(fmt::format("the {} part is empty", name));
      continue;
    }
    for (size_t c = 0; c < manifest.classes.size(); ++c) {
      size_t positives = 0, negatives = 0;
      for (const auto i : *samples) {
        positives += manifest.samples[i].labels[c] == 1;
        negatives += manifest.samples[i].labels[c] == 0;
      }
      if (positives == 0 || negatives == 0)
        problems.push_back(fmt::format("the {} part has no {} of class '{}' among its {} samples", name,
                                       positives == 0 ? "positive" : "negative", manifest.classes[c],
                                       samples->size()));
    }
    for (const auto i : *samples) {
      const auto [entry, inserted] = part_of_patient.try_emplace(manifest.samples[i].patient, p);
      if (inserted || entry->second == p) continue;
      if (straddling++ == 0) example = manifest.samples[i].patient;
    }
  }
  if (straddling > 0 && !patients_may_straddle)
    problems.push_back(fmt::format("patient '{}' has samples in more than one part ({} such samples in all)",
                                   example, straddling));
  for (const auto& part : split.external) {
    std::set<std::string> shared;
    for (const auto i : part.samples)
      if (part_of_patient.contains(manifest.samples[i].patient)) shared.insert(manifest.samples[i].patient);
    if (!shared.empty())
      problems.push_back(
          fmt::format("patient '{}' of the external part '{}' is among those that train, "
                      "validate and test ({} such patients in all)",
                      *shared.begin(), part.name, shared.size()));
  }
  return problems;
}

std::vector<std::string> external_gaps(const Manifest& manifest) {
  std::vector<std::string> gaps;
  for (const auto& part : manifest.external)
    for (size_t c = 0; c < manifest.classes.size(); ++c) {
      bool positive = false, negative = false;
      for (size_t i = part.first; i < part.first + part.size; ++i) {
        positive = positive || manifest.samples[i].labels[c] == 1;
        negative = negative || manifest.samples[i].labels[c] == 0;
      }
      if (positive && negative) continue;
      const char* missing = positive ? "negative" : negative ? "positive" : "known label";
      gaps.push_back(
          fmt::format("class '{}' has no {} among the {} samples of the external part '{}': "
                      "metrics that need one are left undefined there",
                      manifest.classes[c], missing, part.size, part.name));
    }
  return gaps;
}

}  // namespace purkinje::data
