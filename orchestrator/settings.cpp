#include "orchestrator/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/names.h"

namespace purkinje::orchestrator {
namespace {

// Keys that stand inside a block but belong to the whole experiment.
constexpr const char* kReplicateKey = "seeds";
constexpr const char* kTaskKey = "task";

constexpr const char* kStagesKey = "stages";  // of the training

const Option* find_option(const OptionTable& table, const std::string& name) {
  for (const auto& option : table)
    if (option.name == name) return &option;
  return nullptr;
}

// Whether `path` (below its block) is an option of the table, or lies inside one whose value is a map.
bool in_table(const OptionTable& table, const std::string& path) {
  const auto dot = path.find('.');
  const auto* option = find_option(table, path.substr(0, dot));
  return option && (dot == std::string::npos || option->kind == OptionKind::any);
}

OptionTable without(const OptionTable& table, const std::string& name) {
  OptionTable rest;
  for (const auto& option : table)
    if (option.name != name) rest.push_back(option);
  return rest;
}

std::vector<std::string> network_names(const Tables& tables) {
  std::vector<std::string> names;
  for (const auto& network : tables.networks) names.push_back(network.name);
  return names;
}

// The experiment's block of this name with the settings below it laid over.
Config block_with(const Config& experiment, const std::string& name, const std::vector<GridSetting>& settings,
                  Problems& problems) {
  const auto* given = experiment.find(name);
  const auto& outer = experiment.place();
  const Place own =
      outer.key.empty() ? Place{outer.file, 0, name} : Place{outer.file, outer.line, outer.key + "." + name};
  Config block = given ? *given : Config::from_json(Json::object(), own);
  if (block.is_null()) block = Config::from_json(Json::object(), block.place());
  const std::string prefix = name + ".";
  const std::string own_network = name == "model" && block.find("name") && block.find("name")->is_scalar()
                                      ? block.find("name")->scalar()
                                      : "";
  for (const auto& setting : settings)
    if (setting.path == "model.name" && name == "model" && !own_network.empty() &&
        setting.value.is_scalar() && setting.value.scalar() != own_network)
      block = Config::from_json(Json::object(), block.place());
  for (const auto& setting : settings) {
    if (!setting.path.starts_with(prefix)) continue;
    try {
      block.set_path(setting.path.substr(prefix.size()), setting.value);
    } catch (const InputError& error) {
      problems.add({}, error.what());
    }
  }
  return block;
}

Json resolve_data(const Config& experiment, const std::vector<GridSetting>& settings, const Tables& tables,
                  Problems& problems) {
  auto block = block_with(experiment, "data", settings, problems);
  const auto* inner = block.find("preprocessing");
  const Config preprocessing = inner ? *inner : Config::from_json(Json::object(), block.place());
  block.erase("preprocessing");
  Json data = resolve_options(without(tables.data, "preprocessing"), &block, block.place(), problems);
  if (const auto* select = block.find("select"); select && !select->is_null() && !data["select"].is_null())
    data["select"] = resolve_options(tables.selection, select, select->place(), problems);
  if (const auto* external = block.find("external"); external && tables.read_external)
    data["external"] = tables.read_external(*external, problems);
  // Not in the texts of revisions from before there was the option.
  if (data.contains("external") && data["external"].is_null()) data.erase("external");
  data["preprocessing"] =
      resolve_options(tables.preprocessing, &preprocessing, preprocessing.place(), problems);
  return data;
}

Json resolve_protocol(const Config& experiment, const std::vector<GridSetting>& settings,
                      const Tables& tables, Problems& problems) {
  auto block = block_with(experiment, "protocol", settings, problems);
  block.erase(kReplicateKey);
  return resolve_options(tables.protocol, &block, block.place(), problems);
}

// `training.stages`: a list of maps with names of their own, each read against its table.
Json resolve_stages(const Config& stages, const Tables& tables, Problems& problems) {
  Json resolved = Json::array();
  if (!stages.is_list() || stages.items().empty()) {
    problems.add(stages.place(),
                 "stages are a list of maps with name, epochs, learning_rate, schedule, freeze");
    return resolved;
  }
  std::set<std::string> names;
  for (const auto& stage : stages.items()) {
    resolved.push_back(resolve_options(tables.stage, &stage, stage.place(), problems));
    const auto name = resolved.back().value("name", Json());
    if (!name.is_string()) continue;
    check_plain_name(name, "a stage", stage.place(), problems);
    if (!names.insert(name.get<std::string>()).second)
      problems.add(stage.place(), fmt::format("the stage '{}' stands twice", name.get<std::string>()));
  }
  return resolved;
}

Json resolve_training(const Config& experiment, const std::vector<GridSetting>& settings,
                      const Tables& tables, Problems& problems) {
  const auto block = block_with(experiment, "training", settings, problems);
  Json training = resolve_options(tables.training, &block, block.place(), problems);
  if (!training.value(kStagesKey, Json()).is_null())
    training[kStagesKey] = resolve_stages(*block.find(kStagesKey), tables, problems);
  return training;
}

// The network's name, and its options resolved.
std::pair<std::string, Json> resolve_model(const Config& experiment, const std::vector<GridSetting>& settings,
                                           const Tables& tables, Problems& problems) {
  auto block = block_with(experiment, "model", settings, problems);
  const auto* name = block.find("name");
  if (!name || !name->is_scalar()) {
    problems.add(name ? name->place() : block.place(), fmt::format("'model.name' is missing (the network{})",
                                                                   suggestion("", network_names(tables))));
    return {"", Json::object()};
  }
  const std::string network_name = name->scalar();
  const auto* network = tables.network(network_name);
  if (!network) {
    problems.add(name->place(), fmt::format("there is no network '{}'{}", network_name,
                                            suggestion(network_name, network_names(tables))));
    return {network_name, Json::object()};
  }
  block.erase("name");
  return {network_name, resolve_options(network->options, &block, block.place(), problems)};
}

Json resolve_resources(const Config& experiment, const std::vector<GridSetting>& settings,
                       Problems& problems) {
  const auto block = block_with(experiment, "resources", settings, problems);
  return resolve_options(resource_options(), &block, block.place(), problems);
}

Resources typed(const Json& resolved) {
  Resources resources;
  resources.device = resolved["device"];
  resources.devices = resolved["devices"];
  resources.threads = resolved["threads"];
  resources.memory_mb = resolved["memory_mb"];
  resources.exclusive = resolved["exclusive"];
  return resources;
}

// Wrong resources are said and leave the defaults.
Resources read_resources(const Config& experiment, const std::vector<GridSetting>& settings,
                         Problems& problems) {
  Problems wrong;
  const Json resources = resolve_resources(experiment, settings, wrong);
  for (const auto& line : wrong.lines()) problems.add({}, line);
  return wrong.empty() ? typed(resources) : Resources{};
}

const OptionTable& artefact_keys() {
  static const OptionTable kTable{
      {.name = "title",
       .kind = OptionKind::text,
       .default_value = nullptr,
       .help = "one line",
       .optional = true},
      {.name = "model", .kind = OptionKind::any, .default_value = nullptr, .help = "the network"},
      {.name = "training", .kind = OptionKind::any, .default_value = nullptr, .help = "how it is made"},
      {.name = "seed",
       .kind = OptionKind::integer,
       .default_value = nullptr,
       .help = "its own; not given: the seed of the job that uses it",
       .min = 0,
       .optional = true},
      {.name = "resources",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "its own",
       .optional = true},
  };
  return kTable;
}

}  // namespace

const models::NetworkInfo* Tables::network(const std::string& name) const {
  for (const auto& network : networks)
    if (network.name == name) return &network;
  return nullptr;
}

const OptionTable& resource_options() {
  static const OptionTable kTable{
      {.name = "device",
       .kind = OptionKind::text,
       .default_value = "any",
       .help = "where a job may run",
       .choices = {"any", "cpu", "cuda"}},
      {.name = "devices",
       .kind = OptionKind::integer,
       .default_value = 1,
       .help = "how many devices train one job together",
       .min = 1,
       .max = 1024},
      {.name = "threads",
       .kind = OptionKind::integer,
       .default_value = 1,
       .help = "threads of each trainer",
       .min = 1,
       .max = 1024},
      {.name = "memory_mb",
       .kind = OptionKind::integer,
       .default_value = 0,
       .help = "memory of each trainer; 0: not stated",
       .min = 0},
      {.name = "exclusive",
       .kind = OptionKind::boolean,
       .default_value = false,
       .help = "nobody else on the device"},
  };
  return kTable;
}

std::vector<std::string> stage_names(const Json& training) {
  const auto stages = training.value(kStagesKey, Json());
  if (!stages.is_array() || stages.empty()) return {"train"};
  std::vector<std::string> names;
  for (const auto& stage : stages) names.push_back(stage["name"]);
  return names;
}

bool has_validation(const Json& protocol) {
  const auto share = protocol.value("validation", Json());
  const auto records = protocol.value("validation_records", Json());
  return (share.is_number() && share.get<double>() > 0) || (records.is_array() && !records.empty());
}

std::vector<std::string> external_parts(const Json& data) {
  std::vector<std::string> names;
  const auto external = data.value("external", Json::object());
  for (const auto& [name, entry] : external.items()) names.push_back(name);
  return names;
}

bool can_be_varied(const std::string& path, const Tables& tables) {
  const auto dot = path.find('.');
  if (dot == std::string::npos) return false;
  const auto block = path.substr(0, dot), below = path.substr(dot + 1);
  if (block == "training") return in_table(tables.training, below);
  if (block == "resources") return in_table(resource_options(), below);
  if (block == "protocol") return below != kReplicateKey && in_table(tables.protocol, below);
  if (block == "model")
    return below == "name" ||
           std::any_of(tables.networks.begin(), tables.networks.end(),
                       [&](const auto& network) { return in_table(network.options, below); });
  if (block != "data" || below == kTaskKey) return false;
  if (below.starts_with("preprocessing.")) return in_table(tables.preprocessing, below.substr(14));
  if (below.starts_with("select.")) return in_table(tables.selection, below.substr(7));
  return below != "preprocessing" && in_table(tables.data, below);
}

std::vector<std::string> paths_to_vary(const Tables& tables) {
  std::vector<std::string> paths{"model.name"};
  const auto add = [&](const std::string& prefix, const OptionTable& table) {
    for (const auto& option : table)
      if (can_be_varied(prefix + option.name, tables)) paths.push_back(prefix + option.name);
  };
  for (const auto& network : tables.networks) add("model.", network.options);
  add("training.", tables.training);
  add("protocol.", tables.protocol);
  add("data.", tables.data);
  add("data.select.", tables.selection);
  add("data.preprocessing.", tables.preprocessing);
  add("resources.", resource_options());
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

Json value_at(const Config& experiment, const std::vector<GridSetting>& settings, const std::string& path,
              const Tables& tables) {
  Problems ignored;  // said when the variants are resolved
  const auto dot = path.find('.');
  const auto block = path.substr(0, dot), below = path.substr(dot + 1);
  Json resolved;
  if (block == "model") {
    auto [name, options] = resolve_model(experiment, settings, tables, ignored);
    if (below == "name") return name;
    resolved = std::move(options);
  }
  if (block == "training") resolved = resolve_training(experiment, settings, tables, ignored);
  if (block == "protocol") resolved = resolve_protocol(experiment, settings, tables, ignored);
  if (block == "data") resolved = resolve_data(experiment, settings, tables, ignored);
  if (block == "resources") resolved = resolve_resources(experiment, settings, ignored);
  std::string pointer = "/" + below;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  return resolved.value(Json::json_pointer(pointer), Json());
}

Variant resolve_variant(const Config& experiment, const GridPoint& point, const Tables& tables,
                        Problems& problems) {
  Variant variant;
  variant.name = point.name;
  variant.title = point.title;
  variant.settings = Json::object();
  for (const auto& setting : point.settings) variant.settings[setting.path] = setting.value.to_json();
  variant.data = resolve_data(experiment, point.settings, tables, problems);
  variant.protocol = resolve_protocol(experiment, point.settings, tables, problems);
  variant.training = resolve_training(experiment, point.settings, tables, problems);
  std::tie(variant.network, variant.model_options) =
      resolve_model(experiment, point.settings, tables, problems);
  variant.resources = read_resources(experiment, point.settings, problems);
  return variant;
}

Artefact resolve_artefact(const Config& experiment, const std::string& name, const Config& entry,
                          const Tables& tables, Problems& problems) {
  Artefact artefact;
  artefact.name = artefact.title = name;
  const Json keys = resolve_options(artefact_keys(), &entry, entry.place(), problems);
  if (!entry.is_map()) return artefact;
  if (keys["title"].is_string()) artefact.title = keys["title"];
  if (keys["seed"].is_number_integer()) artefact.seed = keys["seed"].get<uint64_t>();
  if (entry.find("training")) artefact.training = resolve_training(entry, {}, tables, problems);
  if (entry.find("model"))
    std::tie(artefact.network, artefact.model_options) = resolve_model(entry, {}, tables, problems);
  Config owner = entry;
  const auto* common = experiment.find("resources");
  const auto* own = entry.find("resources");
  if (common && common->is_map() && own && own->is_map()) {
    Config merged = *common;
    merged.merge(*own);
    owner.set_path("resources", merged);
  }
  artefact.resources = read_resources(own ? owner : experiment, {}, problems);
  return artefact;
}

}  // namespace purkinje::orchestrator
