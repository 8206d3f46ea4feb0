#include "orchestrator/plan_check.h"

#include <fmt/format.h>

#include <set>

#include "base/name_list.h"
#include "orchestrator/artefacts.h"
#include "orchestrator/augmentation_notes.h"
#include "orchestrator/identity.h"
#include "orchestrator/split_check.h"
#include "orchestrator/training_check.h"

namespace purkinje::orchestrator {
namespace {

class PlanCheck {
 public:
  PlanCheck(const Tables& tables, const SplitFunctions& splits, const Experiment& experiment,
            const std::vector<data::Manifest>& data_sets, const std::vector<size_t>& data_set_of)
      : tables_(tables),
        splits_(splits),
        experiment_(experiment),
        data_sets_(data_sets),
        data_set_of_(data_set_of) {}

  std::vector<std::string> run() {
    SplitCheck splits(tables_, splits_, experiment_.task);
    AugmentationNotes augmentation;
    Problems problems;
    for (size_t v = 0; v < experiment_.variants.size(); ++v) {
      const auto& variant = experiment_.variants[v];
      const auto& manifest = data_sets_[data_set_of_[v]];
      check_artefacts(variant, manifest, problems);
      check_lengths(variant, manifest, problems);
      for (const auto seed : experiment_.seeds)
        for (int fold = 0; fold < folds_of(variant); ++fold) {
          splits.look_at(variant, manifest, seed, fold);
          if (const auto* counts = splits.training_counts(variant, manifest, seed, fold))
            augmentation.look_at(variant, artefacts_of(variant), manifest.classes, *counts);
        }
    }
    for (const auto& line : splits.problems().lines()) problems.add({}, line);
    for (const auto& [variant, problem] : augmentation.shortages())
      problems.add(place_of(variant, problem.path), problem.sentence);
    check_traces(problems);
    problems.throw_first();
    std::vector<std::string> notes = experiment_.notes;
    for (const auto& note : splits.notes()) notes.push_back(note);
    for (const auto& set : data_sets_)
      for (auto& note : data::external_gaps(set)) notes.push_back(std::move(note));
    for (const auto& set : data_sets_)
      for (const auto& note : set.left_out)
        if (said_.insert(note).second) notes.push_back(note);
    for (const auto& note : augmentation.notes()) notes.push_back(note);
    return notes;
  }

 private:
  // What of an artefact only the data can tell.
  void check_artefacts(const Variant& variant, const data::Manifest& manifest, Problems& problems) {
    for (const auto& use : artefact_uses(variant.training)) {
      const auto made = artefact_named(experiment_, use.name).training.value("adversarial_class", Json());
      if (!made.is_string()) continue;
      const auto name = made.get<std::string>();
      if (!contains(manifest.classes, name) && said_.insert(use.name + "\n" + manifest.fingerprint).second)
        problems.add({"", 0, fmt::format("artefacts.{}.training.adversarial_class", use.name)},
                     fmt::format("no class '{}' in the data of variant '{}'{}", name, variant.name,
                                 suggestion(name, manifest.classes)));
    }
  }

  // What of the networks only the length of the prepared signals can tell.
  void check_lengths(const Variant& variant, const data::Manifest& manifest, Problems& problems) {
    const auto say = [&](const std::string& network_name, const Json& options, const Json& training,
                         const std::string& variant_name, const std::string& prefix) {
      const auto* network = tables_.network(network_name);
      if (!network) return;
      for (const auto& [path, sentence] : length_problems(*network, options, training, manifest.length)) {
        const auto place = place_of(variant_name, prefix + path);
        const auto line = fmt::format("{} (data of variant '{}')", sentence, variant.name);
        if (said_.insert(to_string(place) + line).second) problems.add(place, line);
      }
    };
    say(variant.network, variant.model_options, variant.training, variant.name, "");
    for (const auto* made : artefacts_of(variant))
      say(made->network, made->model_options, made->training, "", fmt::format("artefacts.{}.", made->name));
  }

  Place place_of(const std::string& variant_name, const std::string& path) const {
    return experiment_.where ? experiment_.where(variant_name, path) : Place{"", 0, path};
  }

  std::vector<const Artefact*> artefacts_of(const Variant& variant) const {
    std::vector<const Artefact*> used;
    for (const auto& use : artefact_uses(variant.training))
      used.push_back(&artefact_named(experiment_, use.name));
    return used;
  }

  // "record", or "record@start" for the window that begins there.
  void check_traces(Problems& problems) {
    const Place place{"", 0, "keep.traces"};
    for (const auto& asked : experiment_.trace_records) {
      const auto at = asked.rfind('@');
      const auto record = asked.substr(0, at);
      std::vector<std::string> records, windows;
      bool found = false;
      for (const auto& set : data_sets_)
        for (const auto& sample : set.samples) {
          const auto window = fmt::format("{}@{}", sample.record, sample.start);
          found = found || sample.record == asked || window == asked;
          if (sample.record == record && at != std::string::npos) windows.push_back(window);
          if (records.empty() || records.back() != sample.record) records.push_back(sample.record);
        }
      if (found) continue;
      if (windows.empty())
        problems.add(place, fmt::format("no record '{}' in the data{}", record, suggestion(record, records)));
      else
        problems.add(place, fmt::format("record '{}' has no window that begins at '{}'{}", record,
                                        asked.substr(at + 1), suggestion(asked, windows)));
    }
  }

  const Tables& tables_;
  const SplitFunctions& splits_;
  const Experiment& experiment_;
  const std::vector<data::Manifest>& data_sets_;
  const std::vector<size_t>& data_set_of_;
  std::set<std::string> said_;
};

}  // namespace

std::vector<std::string> check_with_data(const Tables& tables, const SplitFunctions& splits,
                                         const Experiment& experiment,
                                         const std::vector<data::Manifest>& data_sets,
                                         const std::vector<size_t>& data_set_of) {
  return PlanCheck(tables, splits, experiment, data_sets, data_set_of).run();
}

}  // namespace purkinje::orchestrator
