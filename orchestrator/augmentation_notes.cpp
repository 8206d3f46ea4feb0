#include "orchestrator/augmentation_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "worker/training_rules.h"

namespace purkinje::orchestrator {

void AugmentationNotes::look_at(const Variant& variant, const std::vector<const Artefact*>& artefacts,
                                const std::vector<std::string>& classes, const TrainingCounts& counts) {
  if (classes.empty() || !variant.training.is_object()) return;
  const auto share = variant.training.value("augmentation_share", Json());
  if (share.is_number()) {
    const auto missing = worker::missing_samples(counts.positives, counts.negatives, share.get<double>());
    bool adds = false;
    for (size_t c = 0; c < classes.size(); ++c) {
      const bool can_be_filled =
          artefacts.empty() || std::any_of(artefacts.begin(), artefacts.end(), [&](const auto* artefact) {
            return artefact->training.value("adversarial_class", Json()) == classes[c];
          });
      adds = adds || (missing[c] > 0 && can_be_filled);
    }
    find(variants_, variant.name,
         fmt::format("each class that it could fill up has its share of {} of the largest",
                     share.get<double>()),
         !adds);
  }
  for (const auto* artefact : artefacts) {
    const auto name = artefact->training.value("adversarial_class", Json());
    const auto generated = artefact->training.value("generated_share", Json());
    if (!name.is_string() || !generated.is_number()) continue;
    const auto found = std::find(classes.begin(), classes.end(), name.get_ref<const std::string&>());
    if (found == classes.end()) continue;
    const auto c = static_cast<size_t>(found - classes.begin());
    const bool largest =
        counts.positives[c] == *std::max_element(counts.positives.begin(), counts.positives.end()) &&
        (classes.size() > 1 || counts.positives[c] >= counts.negatives[c]);
    const auto stored =
        worker::generated_samples(counts.positives, counts.negatives, c, generated.get<double>(),
                                  artefact->training.value("generated_at_least", 0.0));
    find_shortage(variant, *found,
                  {stored, counts.positives[c],
                   share.is_number()
                       ? worker::missing_samples(counts.positives, counts.negatives, share.get<double>())[c]
                       : 0});
    find(artefacts_, artefact->name,
         fmt::format("class '{}' {}", *found,
                     largest ? "is the largest"
                             : fmt::format("has its share of {} of the largest", generated.get<double>())),
         stored == 0);
  }
}

void AugmentationNotes::find_shortage(const Variant& variant, const std::string& class_name,
                                      const Samples& samples) {
  const auto augmentation = variant.training.value("augmentation", Json());
  const bool only = augmentation == "synthetic_only";
  const size_t wanted = only ? samples.real : augmentation == "synthetic" ? samples.missing : 0;
  if (samples.stored >= wanted || !short_of_.emplace(variant.name, class_name).second) return;
  const std::string path = only ? "training.augmentation" : "training.augmentation_share";
  const auto why = only ? fmt::format(
                              "synthetic_only puts one in the place of each of {} real ones: set its "
                              "generated_at_least to 1",
                              wanted)
                        : fmt::format("the class lacks {}: raise its generated_share", wanted);
  shortages_.push_back({variant.name,
                        {path, fmt::format("the artefact of class '{}' will hold {} samples, and {}",
                                           class_name, samples.stored, why)}});
}

void AugmentationNotes::find(Findings& findings, const std::string& name, const std::string& why, bool idle) {
  auto known = std::find_if(findings.begin(), findings.end(), [&](const auto& f) { return f.first == name; });
  if (known == findings.end()) known = findings.insert(findings.end(), {name, {}});
  auto& finding = known->second;
  ++finding.splits;
  if (!idle) return;
  ++finding.idle;
  finding.why = why;
}

std::vector<std::string> AugmentationNotes::notes() const {
  const auto why_of = [](const Finding& finding) {
    return finding.idle == finding.splits
               ? finding.why
               : fmt::format("{} (in {} of {} splits)", finding.why, finding.idle, finding.splits);
  };
  std::vector<std::string> notes;
  for (const auto& [name, finding] : artefacts_)
    if (finding.idle > 0)
      notes.push_back(fmt::format("artefact '{}' generates nothing: {}", name, why_of(finding)));
  std::map<std::string, std::vector<std::string>> variants;  // by the reason
  for (const auto& [name, finding] : variants_)
    if (finding.idle > 0) variants[why_of(finding)].push_back(name);
  for (const auto& [why, names] : variants)
    notes.push_back(fmt::format("the augmentation of {} adds nothing: {}", fmt::join(names, ", "), why));
  return notes;
}

}  // namespace purkinje::orchestrator
