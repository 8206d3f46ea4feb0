// The settings of one variant: the blocks of an experiment file read against the option tables of the rooms.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/options.h"
#include "data/preparation/data_check.h"
#include "metrics/ensembles.h"
#include "metrics/evaluation.h"
#include "models/registry.h"
#include "orchestrator/experiment.h"
#include "orchestrator/grid.h"

namespace purkinje::orchestrator {

// What the loader knows of the other rooms. Tests bring their own.
struct Tables {
  OptionTable data, selection, preprocessing, protocol, training;  // selection: `data.select:`
  OptionTable stage;                                               // an entry of `training.stages:`
  std::vector<models::NetworkInfo> networks;
  std::map<std::string, int> procedures;  // version of each procedure
  std::vector<metrics::EnsembleMethod> ensemble_methods;
  int pipeline_version = 1;
  std::function<metrics::ThresholdRule(const std::string&)> threshold_rule;  // throws std::invalid_argument
  // Checks `report:` and `paper:` (either may be null) and gives the form that a revision keeps; may be
  // empty. `classes`: those that a table can name; nothing where they are not known. `external`: the names of
  // the other data sets that a table can be about.
  std::function<Json(const Config* report, const Config* paper, const std::vector<std::string>& variants,
                     const std::optional<std::vector<std::string>>& classes,
                     const std::vector<std::string>& external, Problems&)>
      read_report;
  // What a resolved `data:` block says against itself, and the classes of its task; may be empty.
  std::function<data::DataCheck(const Json& data)> check_data;
  // Reads `data.external:`; may be empty.
  std::function<Json(const Config& external, Problems&)> read_external;

  const models::NetworkInfo* network(const std::string& name) const;
};

// The tables of this program (orchestrator/default_tables.cpp).
const Tables& default_tables();

// `resources:` of an experiment.
const OptionTable& resource_options();

// The names of the stages of a resolved `training:` block, in order: {"train"} where it has none.
std::vector<std::string> stage_names(const Json& training);

// Whether a resolved `protocol:` block gives a part of the data that validates, by a share or by names.
bool has_validation(const Json& protocol);

// The names of the external parts of a resolved `data:` block.
std::vector<std::string> external_parts(const Json& data);

// Whether a grid may set this dotted path, and every such path (of all networks).
bool can_be_varied(const std::string& path, const Tables& tables);
std::vector<std::string> paths_to_vary(const Tables& tables);

// The value that a path has with these settings laid over the experiment; null where it has none.
Json value_at(const Config& experiment, const std::vector<GridSetting>& settings, const std::string& path,
              const Tables& tables);

// Lays the settings over the blocks and resolves them. Options under `model:` belong to the network named
// beside them: a point that names another network starts from that network's defaults.
Variant resolve_variant(const Config& experiment, const GridPoint& point, const Tables& tables,
                        Problems& problems);

// One entry of `artefacts:`, whose model and training stand for themselves; resources that it does not give
// are those of the experiment.
Artefact resolve_artefact(const Config& experiment, const std::string& name, const Config& entry,
                          const Tables& tables, Problems& problems);

}  // namespace purkinje::orchestrator
