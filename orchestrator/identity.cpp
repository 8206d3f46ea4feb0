#include "orchestrator/identity.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <stdexcept>

#include "base/sha256.h"
#include "orchestrator/ensembles.h"

namespace purkinje::orchestrator {
namespace {

// Raised when the form of the identities below changes: every job is then another one.
constexpr int kIdentityFormat = 1;
constexpr double kLargestWhole = 9007199254740992.0;  // 2^53

void append(std::string& text, const Json& value) {
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (!std::isfinite(number)) throw std::invalid_argument("a number in an identity must be finite");
    char digits[64];
    const auto end = number == std::floor(number) && std::abs(number) <= kLargestWhole
                         ? std::to_chars(digits, digits + sizeof digits, static_cast<int64_t>(number)).ptr
                         : std::to_chars(digits, digits + sizeof digits, number).ptr;
    text.append(digits, end);
  } else if (value.is_array()) {
    text += '[';
    for (size_t i = 0; i < value.size(); ++i) {
      if (i > 0) text += ',';
      append(text, value[i]);
    }
    text += ']';
  } else if (value.is_object()) {
    text += '{';
    bool first = true;
    for (const auto& [key, item] : value.items()) {  // nlohmann::json sorts its keys
      if (!first) text += ',';
      first = false;
      text += Json(key).dump() + ':';
      append(text, item);
    }
    text += '}';
  } else {
    text += value.dump();
  }
}

std::string procedure_of(const Json& training) {
  return training.value("procedure", "supervised");
}

Json canonical_protocol(const Json& protocol, const Tables& tables) {
  return canonical_options(tables.protocol, protocol);
}

Json canonical_training(const Json& resolved, const Tables& tables) {
  auto training = canonical_options(tables.training, resolved);
  if (const auto stages = training.find("stages"); stages != training.end())
    for (auto& stage : *stages) stage = canonical_options(tables.stage, stage);
  training.erase("procedure");  // stands at the top
  return training;
}

struct Network {
  std::string kind;  // of the job
  std::string name;
  const Json* options;
  const Json* training;
};

// What every job that trains a network has in its identity.
Json network_identity(const Network& trained, const Tables& tables) {
  const auto* network = tables.network(trained.name);
  if (!network) throw std::invalid_argument("unknown network " + trained.name);
  const auto procedure = procedure_of(*trained.training);
  const auto version = tables.procedures.find(procedure);
  if (version == tables.procedures.end()) throw std::invalid_argument("unknown procedure " + procedure);
  return {{"format", kIdentityFormat},
          {"kind", trained.kind},
          {"procedure", procedure},
          {"versions",
           {{"network", network->version},
            {"procedure", version->second},
            {"pipeline", tables.pipeline_version}}},
          {"network",
           {{"name", trained.name}, {"options", canonical_options(network->options, *trained.options)}}},
          {"training", canonical_training(*trained.training, tables)}};
}

// Replaces the names of artefacts in a canonical training by their ids and gives all of these.
Json put_artefact_ids(Json& training, const ArtefactIds& ids) {
  std::set<std::string> needs;
  const auto id_of = [&](const Json& name) {
    const auto found = ids.find(name.get<std::string>());
    if (found == ids.end()) throw std::invalid_argument("unknown artefact " + name.get<std::string>());
    needs.insert(found->second);
    return found->second;
  };
  if (const auto names = training.find("synthetic_from"); names != training.end()) {
    std::set<std::string> sorted;
    for (const auto& name : *names) sorted.insert(id_of(name));
    *names = sorted;
  }
  if (const auto name = training.find("pretrained"); name != training.end()) *name = id_of(*name);
  return needs;
}

}  // namespace

std::string canonical_text(const Json& value) {
  std::string text;
  append(text, value);
  return text;
}

std::string identity_hash(const Json& identity) {
  return sha256(canonical_text(identity)).substr(0, 32);
}

Json training_identity(const Variant& variant, metrics::Task task, const std::vector<std::string>& classes,
                       const std::string& data_fingerprint, uint64_t seed, int fold, const Tables& tables,
                       const ArtefactIds& artefacts) {
  auto identity =
      network_identity({"training", variant.network, &variant.model_options, &variant.training}, tables);
  identity["protocol"] = canonical_protocol(variant.protocol, tables);
  identity["task"] = task_name(task);
  identity["classes"] = classes;
  identity["data"] = data_fingerprint;
  identity["seed"] = seed;
  identity["fold"] = fold;
  identity["needs"] = put_artefact_ids(identity["training"], artefacts);
  return identity;
}

Json artefact_identity(const Artefact& artefact, const Json& protocol,
                       const std::vector<std::string>& classes, const std::string& data_fingerprint,
                       uint64_t seed, int fold, const Tables& tables) {
  auto identity =
      network_identity({"artefact", artefact.network, &artefact.model_options, &artefact.training}, tables);
  identity["protocol"] = canonical_protocol(protocol, tables);
  identity["classes"] = classes;
  identity["data"] = data_fingerprint;
  identity["seed"] = seed;
  identity["fold"] = fold;
  identity["needs"] = Json::array();
  return identity;
}

Json derived_identity(const std::string& procedure, int version, std::vector<std::string> needs,
                      const Json& options) {
  std::sort(needs.begin(), needs.end());
  Json identity{{"format", kIdentityFormat},
                {"kind", "derived"},
                {"procedure", procedure},
                {"versions", {{"procedure", version}}},
                {"needs", needs}};
  if (!options.is_null()) identity["options"] = options;
  return identity;
}

Json ensemble_identity_options(const Ensemble& ensemble, const Tables& tables) {
  auto options = canonical_options(ensemble_options(tables), ensemble.options);
  options["method"] = ensemble.method;
  return options;
}

Json split_identity(const Json& protocol, const std::string& data_fingerprint, uint64_t seed, int fold,
                    const Tables& tables) {
  Json identity{{"kind", "split"},
                {"protocol", canonical_protocol(protocol, tables)},
                {"data", data_fingerprint},
                {"fold", fold}};
  if (protocol.value("follow_seed", true)) identity["seed"] = seed;
  return identity;
}

std::string revision_digest(const Experiment& experiment) {
  return sha256(canonical_text(experiment.resolved));
}

int folds_of(const Variant& variant) {
  const auto folds = variant.protocol.value("folds", Json());
  return folds.is_number_integer() ? std::max(1, folds.get<int>()) : 1;
}

std::string task_name(metrics::Task task) {
  switch (task) {
    case metrics::Task::binary:
      return "binary";
    case metrics::Task::multi_label:
      return "multi_label";
    case metrics::Task::multi_class:
      return "multi_class";
  }
  return "binary";
}

Json to_json(const Resources& resources) {
  return {{"device", resources.device},
          {"devices", resources.devices},
          {"threads", resources.threads},
          {"memory_mb", resources.memory_mb},
          {"exclusive", resources.exclusive}};
}

}  // namespace purkinje::orchestrator
