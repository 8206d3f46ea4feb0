#include "orchestrator/identity.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "base/sha256.h"

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
                       const std::string& data_fingerprint, uint64_t seed, int fold, const Tables& tables) {
  const auto* network = tables.network(variant.network);
  if (!network) throw std::invalid_argument("unknown network " + variant.network);
  const auto procedure = procedure_of(variant.training);
  const auto version = tables.procedures.find(procedure);
  if (version == tables.procedures.end()) throw std::invalid_argument("unknown procedure " + procedure);
  auto training = canonical_options(tables.training, variant.training);
  training.erase("procedure");  // stands at the top
  return {
      {"format", kIdentityFormat},
      {"kind", "training"},
      {"procedure", procedure},
      {"versions",
       {{"network", network->version},
        {"procedure", version->second},
        {"pipeline", tables.pipeline_version}}},
      {"network",
       {{"name", variant.network}, {"options", canonical_options(network->options, variant.model_options)}}},
      {"training", training},
      {"protocol", canonical_protocol(variant.protocol, tables)},
      {"task", task_name(task)},
      {"classes", classes},
      {"data", data_fingerprint},
      {"seed", seed},
      {"fold", fold},
      {"needs", Json::array()}};
}

Json derived_identity(const std::string& procedure, int version, std::vector<std::string> needs) {
  std::sort(needs.begin(), needs.end());
  return {{"format", kIdentityFormat},
          {"kind", "derived"},
          {"procedure", procedure},
          {"versions", {{"procedure", version}}},
          {"needs", needs}};
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
