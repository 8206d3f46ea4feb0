#include "orchestrator/artefacts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/names.h"
#include "orchestrator/grid.h"
#include "orchestrator/identity.h"
#include "orchestrator/training_check.h"

namespace purkinje::orchestrator {
namespace {

constexpr const char* kSynthetic = "synthetic";
constexpr const char* kPretrained = "pretrained";

// The procedure whose product has this role.
std::string procedure_for(const std::string& role) {
  return role == kSynthetic ? "adversarial" : "weight_track";
}

std::string procedure_of(const Artefact& artefact) {
  return artefact.training.is_object() ? artefact.training.value("procedure", "") : "";
}

const Place& place_of_procedure(const Config& entry) {
  const auto* training = entry.find("training");
  const auto* procedure = training && training->is_map() ? training->find("procedure") : nullptr;
  return procedure ? procedure->place() : training ? training->place() : entry.place();
}

void check_one(const Artefact& artefact, const Config& entry, const Tables& tables, Problems& problems) {
  check_plain_name(artefact.name, "an artefact", entry.place(), problems);
  const auto procedure = procedure_of(artefact);
  if (procedure == "supervised")
    problems.add(
        place_of_procedure(entry),
        "an artefact is made by the procedure adversarial or weight_track; what is trained supervised is "
        "a variant");
  const auto* network = tables.network(artefact.network);
  if (network && !network->procedure.empty() && !procedure.empty() && procedure != "supervised" &&
      network->procedure != procedure)
    problems.add(place_of_procedure(entry),
                 fmt::format("the network {} is trained by the procedure {}, not by {}", artefact.network,
                             network->procedure, procedure));
  if (!network || !problems.empty()) return;
  for (const auto& [path, sentence] : network_problems(*network, artefact.model_options, artefact.training)) {
    const auto* given = entry.at_path(path);
    const auto& outer = entry.place();
    problems.add(given ? given->place() : Place{outer.file, outer.line, outer.key + "." + path}, sentence);
  }
}

std::string settings_text(const Artefact& artefact, const Tables& tables) {
  const auto* network = tables.network(artefact.network);
  const Json options =
      network ? canonical_options(network->options, artefact.model_options) : artefact.model_options;
  return canonical_text(Json::array(
      {artefact.network, options, artefact.training, artefact.seed ? Json(*artefact.seed) : Json()}));
}

}  // namespace

std::vector<Artefact> read_artefacts(const Config& experiment, const Tables& tables, Problems& problems) {
  std::vector<Artefact> artefacts;
  const auto* block = experiment.find("artefacts");
  if (!block || block->is_null()) return artefacts;
  if (!block->is_map()) {
    problems.add(block->place(), "artefacts are a map from name to model, training, seed, resources");
    return artefacts;
  }
  std::map<std::string, std::string> by_settings;
  for (const auto& [name, entry] : block->entries()) {
    if (entry.is_null()) continue;
    Problems wrong;
    auto artefact = resolve_artefact(experiment, name, entry, tables, wrong);
    check_one(artefact, entry, tables, wrong);
    for (const auto& line : wrong.lines()) problems.add({}, line);
    if (wrong.empty()) {
      const auto [found, is_new] = by_settings.try_emplace(settings_text(artefact, tables), name);
      if (!is_new)
        problems.add(entry.place(),
                     fmt::format("artefact '{}' has the same settings as '{}'", name, found->second));
    }
    artefacts.push_back(std::move(artefact));
  }
  return artefacts;
}

const Artefact& artefact_named(const Experiment& experiment, const std::string& name) {
  return *std::find_if(experiment.artefacts.begin(), experiment.artefacts.end(),
                       [&](const auto& candidate) { return candidate.name == name; });
}

std::vector<ArtefactUse> artefact_uses(const Json& training) {
  std::vector<ArtefactUse> uses;
  if (const auto names = training.value("synthetic_from", Json()); names.is_array())
    for (const auto& name : names) uses.push_back({kSynthetic, name.get<std::string>()});
  if (const auto name = training.value("pretrained", Json()); name.is_string())
    uses.push_back({kPretrained, name.get<std::string>()});
  return uses;
}

void check_artefact_uses(const std::vector<PlacedUse>& uses, const std::vector<Artefact>& declared,
                         Problems& problems) {
  std::vector<std::string> names;
  names.reserve(declared.size());
  for (const auto& artefact : declared) names.push_back(artefact.name);
  std::set<std::string> seen;
  std::map<std::string, std::string> by_class;
  for (const auto& [use, place] : uses) {
    const auto found = std::find(names.begin(), names.end(), use.name);
    if (found == names.end()) {
      problems.add(place,
                   names.empty()
                       ? fmt::format("there is no artefact '{}': none is declared under artefacts", use.name)
                       : fmt::format("there is no artefact '{}'{}", use.name, suggestion(use.name, names)));
      continue;
    }
    if (!seen.insert(use.name).second) {
      problems.add(place, fmt::format("the artefact '{}' is named twice", use.name));
      continue;
    }
    const auto& artefact = declared[static_cast<size_t>(found - names.begin())];
    const auto wanted = procedure_for(use.role);
    if (const auto procedure = procedure_of(artefact); procedure != wanted && !procedure.empty())
      problems.add(place, fmt::format("the artefact '{}' is made by {}; here one made by {} is expected",
                                      use.name, procedure, wanted));
    if (use.role != kSynthetic || !artefact.training.is_object()) continue;
    const auto made = artefact.training.value("adversarial_class", Json());
    if (!made.is_string()) continue;
    const auto [other, is_new] = by_class.try_emplace(made.get<std::string>(), use.name);
    if (!is_new)
      problems.add(place,
                   fmt::format("'{}' and '{}' both make samples of class '{}': name one for each class",
                               other->second, use.name, other->first));
  }
}

std::pair<uint64_t, Json> seed_and_protocol(const Artefact& artefact, const Json& protocol, uint64_t seed) {
  if (!artefact.seed || *artefact.seed == seed) return {seed, protocol};
  Json own = protocol;
  if (protocol.value("follow_seed", true)) {
    own["follow_seed"] = false;
    own["split_seed"] = seed;
  }
  return {*artefact.seed, own};
}

}  // namespace purkinje::orchestrator
