#include "orchestrator/profile.h"

#include <fmt/format.h>

#include "base/name_list.h"

namespace purkinje::orchestrator {
namespace {

void check_keys(const Config& map, const std::vector<std::string>& allowed, Problems& problems) {
  for (const auto& [key, value] : map.entries())
    if (!contains(allowed, key))
      problems.add(value.place(), fmt::format("unknown key '{}'{}", key, suggestion(key, allowed)));
}

// What a profile or an override may replace.
std::vector<std::string> replaceable_keys() {
  auto keys = experiment_keys();
  std::erase_if(keys, [](const auto& key) { return key == "name" || key == "profiles"; });
  return keys;
}

const Config* find_profile(const Config& file, const std::string& profile, Problems& problems) {
  if (profile.empty() || profile == "full") return nullptr;
  std::vector<std::string> names{"full"};
  const auto* profiles = file.find("profiles");
  if (profiles)
    for (const auto& [name, body] : profiles->entries()) names.push_back(name);
  if (const auto* found = profiles ? profiles->find(profile) : nullptr) return found;
  problems.add({file.place().file, 0, "profiles"},
               fmt::format("there is no profile '{}'{}", profile, suggestion(profile, names)));
  return nullptr;
}

void apply_override(Config& tree, const std::string& text, Problems& problems) {
  const auto equals = text.find('=');
  const auto path = text.substr(0, equals);
  const Place place{"--set", 0, path};
  if (equals == std::string::npos || path.empty()) {
    problems.add({"--set", 0, ""}, fmt::format("'{}' is not of the form key=value", text));
    return;
  }
  const auto keys = replaceable_keys();
  const auto top = path.substr(0, path.find('.'));
  if (!contains(keys, top)) {
    problems.add(place, fmt::format("unknown key '{}'{}", top, suggestion(top, keys)));
    return;
  }
  try {
    const auto value = Config::parse(text.substr(equals + 1), "--set " + path);
    tree.set_path(path, Config::from_json(value.to_json(), {"--set", 0, ""}));
  } catch (const InputError& error) {
    problems.add({}, error.what());
  }
}

}  // namespace

const std::vector<std::string>& experiment_keys() {
  static const std::vector<std::string> kKeys{"name",      "title",     "data",       "protocol", "model",
                                              "training",  "artefacts", "evaluation", "keep",     "grid",
                                              "ensembles", "resources", "report",     "paper",    "profiles"};
  return kKeys;
}

Config apply_profile(const Config& file, const std::string& profile,
                     const std::vector<std::string>& overrides, Problems& problems) {
  if (!file.is_map())
    throw InputError(file.place(), "an experiment is a map: name, data, protocol, model, training, ...");
  check_keys(file, experiment_keys(), problems);
  if (const auto* profiles = file.find("profiles"); profiles && !profiles->is_null()) {
    if (!profiles->is_map())
      problems.add(profiles->place(), "profiles are a map from name to the parts they override");
    for (const auto& [name, body] : profiles->entries()) {
      if (name == "full") problems.add(body.place(), "'full' is the file itself and cannot be overridden");
      if (!body.is_map() && !body.is_null())
        problems.add(body.place(), "a profile is a map of the parts it overrides");
      check_keys(body, replaceable_keys(), problems);
    }
  }
  Config tree = file;
  tree.erase("profiles");
  if (const auto* chosen = find_profile(file, profile, problems); chosen && chosen->is_map()) {
    if (chosen->find("grid")) tree.erase("grid");
    for (const auto& [key, value] : chosen->entries()) {
      if (auto* mine = tree.find(key)) {
        Config merged = *mine;
        merged.merge(value);
        tree.set_path(key, merged);
      } else {
        tree.set_path(key, value);
      }
    }
  }
  for (const auto& text : overrides) apply_override(tree, text, problems);
  return tree;
}

std::vector<std::string> override_paths(const std::vector<std::string>& overrides) {
  std::vector<std::string> paths;
  paths.reserve(overrides.size());
  for (const auto& text : overrides) paths.push_back(text.substr(0, text.find('=')));
  return paths;
}

}  // namespace purkinje::orchestrator
