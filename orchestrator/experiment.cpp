#include "orchestrator/experiment.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "base/files.h"
#include "base/names.h"
#include "orchestrator/artefacts.h"
#include "orchestrator/ensembles.h"
#include "orchestrator/grid.h"
#include "orchestrator/grid_values.h"
#include "orchestrator/identity.h"
#include "orchestrator/load.h"
#include "orchestrator/places.h"
#include "orchestrator/profile.h"
#include "orchestrator/report_check.h"
#include "orchestrator/resolved_text.h"
#include "orchestrator/result_options.h"
#include "orchestrator/training_check.h"

namespace purkinje::orchestrator {
namespace {

metrics::Task task_of(const std::string& name) {
  if (name == "multi_label") return metrics::Task::multi_label;
  return name == "multi_class" ? metrics::Task::multi_class : metrics::Task::binary;
}

// Reads one experiment; every step adds what is wrong to `problems_`, and finish() throws them together.
class Loader {
 public:
  Loader(const Tables& tables, const Config& file, const std::string& profile,
         const std::vector<std::string>& overrides)
      : tables_(tables), overrides_(overrides), tree_(apply_profile(file, profile, overrides, problems_)) {
    experiment_.profile = profile.empty() ? "full" : profile;
  }

  Experiment load() {
    read_names();
    read_replicates();
    read_evaluation();
    declared_ = read_artefacts(tree_, tables_, problems_);
    expand();
    keep_used_artefacts();
    experiment_.ensembles = read_ensembles(tree_, experiment_.variants, tables_, problems_);
    check_model_of_its_own();
    read_report();
    say_each_once().throw_if_any();
    experiment_.resolved = resolved_text(experiment_, tree_, {evaluation_, keep_, report_, overrides_});
    experiment_.where = [tree = tree_, points = points_](const std::string& variant,
                                                         const std::string& path) {
      const auto point = points->find(variant);
      return point == points->end() ? place_of_path(tree, path) : place_of_setting(tree, point->second, path);
    };
    return std::move(experiment_);
  }

 private:
  Place at(const std::string& key) const { return {tree_.place().file, 0, key}; }

  void read_names() {
    const OptionTable table{
        {.name = "name", .kind = OptionKind::text, .default_value = nullptr, .help = "of the experiment"},
        {.name = "title",
         .kind = OptionKind::text,
         .default_value = nullptr,
         .help = "one line",
         .optional = true}};
    const Json names = block_of({"name", "title"}, table);
    experiment_.name = names["name"].is_string() ? names["name"].get<std::string>() : "";
    experiment_.title = names["title"].is_string() ? names["title"].get<std::string>() : experiment_.name;
    if (names["name"].is_string())
      check_plain_name(experiment_.name, "an experiment", tree_.find("name")->place(), problems_);
    for (const auto* needed : {"data", "training"})
      if (const auto* block = tree_.find(needed); block && !block->is_map() && !block->is_null())
        problems_.add(block->place(), "a map of options is expected here");
  }

  // Some top-level keys read against a table.
  Json block_of(const std::vector<std::string>& keys, const OptionTable& table) {
    Config part = Config::from_json(Json::object(), at(""));
    for (const auto& key : keys)
      if (const auto* value = tree_.find(key)) part.set_path(key, *value);
    return resolve_options(table, &part, at(""), problems_);
  }

  // The task is one for the experiment; the table of `data:` has checked its name.
  void read_task() {
    if (experiment_.variants.empty()) return;
    const Json& data = experiment_.variants.front().data;
    if (const auto task = data.value("task", Json()); task.is_string()) experiment_.task = task_of(task);
  }

  void read_replicates() {
    const auto* seeds = tree_.at_path("protocol.seeds");
    if (seeds)
      experiment_.seeds = read_seeds(*seeds, problems_);
    else
      experiment_.seeds = {1};
  }

  void read_evaluation() {
    evaluation_ =
        resolve_options(evaluation_options(), tree_.find("evaluation"), at("evaluation"), problems_);
    keep_ = resolve_options(keep_options(), tree_.find("keep"), at("keep"), problems_);
    experiment_.keep_weights = keep_["weights"];
    experiment_.trace_records = keep_["traces"].get<std::vector<std::string>>();
    experiment_.traces_per_class = keep_["traces_per_class"];
    // Not in the texts of revisions from before there was the option.
    if (experiment_.traces_per_class == 0) keep_.erase("traces_per_class");
    const auto* given = tree_.at_path("evaluation.thresholds");
    std::set<std::string> seen;
    for (size_t i = 0; i < evaluation_["thresholds"].size(); ++i) {
      const std::string rule = evaluation_["thresholds"][i];
      const auto place =
          given && i < given->items().size() ? given->items()[i].place() : at("evaluation.thresholds");
      if (!seen.insert(rule).second) problems_.add(place, fmt::format("the rule {} stands twice", rule));
      try {
        experiment_.thresholds.push_back(tables_.threshold_rule(rule));
      } catch (const std::invalid_argument& error) {
        problems_.add(place, error.what());
      }
    }
  }

  void expand() {
    GridWorld world;
    world.known = [this](const std::string& path) { return can_be_varied(path, tables_); };
    world.paths = paths_to_vary(tables_);
    world.value = [this](const auto& settings, const auto& path) {
      return value_at(tree_, settings, path, tables_);
    };
    const auto points = expand_grid(tree_.find("grid"), world, problems_);
    std::map<std::string, std::pair<std::string, Place>> by_settings;
    for (const auto& point : points) {
      Problems wrong;
      auto variant = resolve_variant(tree_, point, tables_, wrong);
      for (const auto& line : wrong.lines()) problems_.add({}, line);
      if (variant.title.empty()) variant.title = experiment_.title;
      const auto [found, is_new] = by_settings.try_emplace(settings_text(variant), variant.name, point.place);
      if (!is_new && problems_.empty())
        problems_.add(point.place,
                      fmt::format("variant '{}' has the same settings as '{}' ({}): show one variant in two "
                                  "tables instead of training it under two names",
                                  variant.name, found->second.first, to_string(found->second.second)));
      refuse_masked_overrides(point);
      refuse_other_procedures(variant, point);
      for (const auto& [path, sentence] : training_problems(variant.training, variant.data, variant.protocol))
        problems_.add(place_of(point, path), sentence);
      if (wrong.empty()) check_resolved(variant, point);
      check_artefact_uses(placed_uses(variant, point), declared_, problems_);
      check_artefacts_of(variant);
      points_->emplace(variant.name, point);
      experiment_.variants.push_back(std::move(variant));
    }
    read_task();
    read_folds();
  }

  std::string settings_text(const Variant& variant) const {
    const auto* network = tables_.network(variant.network);
    const Json options =
        network ? canonical_options(network->options, variant.model_options) : variant.model_options;
    return canonical_text(
        Json::array({variant.data, variant.protocol, variant.training, variant.network, options}));
  }

  // A --set below a path that the grid sets would be lost without a word.
  void refuse_masked_overrides(const GridPoint& point) {
    for (const auto& path : override_paths(overrides_))
      for (const auto& setting : point.settings)
        if (setting.path == path)
          problems_.add({"--set", 0, path},
                        fmt::format("the grid sets this path itself ({})", to_string(setting.value.place())));
  }

  // What is judged by values that are known to be right by themselves.
  void check_resolved(const Variant& variant, const GridPoint& point) {
    check_data(variant, point);
    const auto* network = tables_.network(variant.network);
    if (!network) return;
    const auto say = [&](const std::vector<SettingProblem>& found) {
      for (const auto& [path, sentence] : found) problems_.add(place_of(point, path), sentence);
    };
    say(network_problems(*network, variant.model_options, variant.training));
    for (const auto& use : artefact_uses(variant.training))
      for (const auto& artefact : declared_)
        if (artefact.name == use.name) say(use_problems(variant, *network, artefact, tables_.networks));
  }

  void check_data(const Variant& variant, const GridPoint& point) {
    if (!tables_.check_data) return;
    auto known = data_checks_.find(variant.data.dump());
    if (known == data_checks_.end())
      known = data_checks_.emplace(variant.data.dump(), tables_.check_data(variant.data)).first;
    for (const auto& [key, sentence] : known->second.problems)
      problems_.add(place_of(point, key.empty() ? "data" : "data." + key), sentence);
    for (const auto& name : known->second.classes)
      if (std::find(classes_.begin(), classes_.end(), name) == classes_.end()) classes_.push_back(name);
  }

  Place place_of(const GridPoint& point, const std::string& path) const {
    return place_of_setting(tree_, point, path);
  }

  // An artefact has the data and the protocol of the variants that name it.
  void check_artefacts_of(const Variant& variant) {
    for (const auto& use : artefact_uses(variant.training))
      for (const auto& artefact : declared_)
        if (artefact.name == use.name)
          for (const auto& [path, sentence] :
               training_problems(artefact.training, variant.data, variant.protocol))
            problems_.add(place_of_path(tree_, fmt::format("artefacts.{}.{}", use.name, path)), sentence);
  }

  // Predictions and their metrics come from supervised training alone.
  void refuse_other_procedures(const Variant& variant, const GridPoint& point) {
    if (const auto* network = tables_.network(variant.network);
        network && !network->procedure.empty() && network->procedure != "supervised")
      problems_.add(place_of(point, "model.name"),
                    fmt::format("the network {} is trained by the procedure {}: it belongs under artefacts",
                                variant.network, network->procedure));
    const auto procedure = variant.training.value("procedure", "supervised");
    if (procedure == "adversarial" || procedure == "weight_track")
      problems_.add(
          place_of(point, "training.procedure"),
          fmt::format("a variant is trained supervised; declare what is made by {} under artefacts and "
                      "name it in training.{}",
                      procedure, procedure == "adversarial" ? "synthetic_from" : "pretrained"));
  }

  std::vector<PlacedUse> placed_uses(const Variant& variant, const GridPoint& point) const {
    std::vector<PlacedUse> uses;
    for (const auto& use : artefact_uses(variant.training))
      uses.push_back({use, place_of(point, use.role == "synthetic" ? "training.synthetic_from"
                                                                   : "training.pretrained")});
    return uses;
  }

  void keep_used_artefacts() {
    std::set<std::string> used;
    for (const auto& variant : experiment_.variants)
      for (const auto& use : artefact_uses(variant.training)) used.insert(use.name);
    for (auto& artefact : declared_) {
      if (used.contains(artefact.name))
        experiment_.artefacts.push_back(artefact);
      else
        experiment_.notes.push_back(
            fmt::format("no variant names the artefact '{}': it is not made", artefact.name));
    }
  }

  void read_folds() {
    if (experiment_.variants.empty()) return;
    experiment_.folds = folds_of(experiment_.variants.front());
    for (const auto& variant : experiment_.variants)
      experiment_.folds = std::max(experiment_.folds, folds_of(variant));
  }

  // Where every variant names a network of its own, the file's model block is checked by itself.
  void check_model_of_its_own() {
    const auto* model = tree_.find("model");
    if (!model || !model->is_map() || !model->find("name")) return;
    Problems own;
    resolve_variant(tree_, {"", "", {}, model->place()}, tables_, own);
    for (const auto& line : own.lines())
      if (line.find(": model") != std::string::npos) problems_.add({}, line);
  }

  void read_report() {
    if (!tables_.read_report) return;
    std::vector<std::string> names;
    for (const auto& variant : experiment_.variants) names.push_back(variant.name);
    for (const auto& ensemble : experiment_.ensembles) names.push_back(ensemble.name);
    std::set<std::string> external;
    for (const auto& variant : experiment_.variants)
      for (const auto& name : external_parts(variant.data)) external.insert(name);
    std::optional<std::vector<std::string>> classes;
    if (experiment_.task == metrics::Task::binary)
      classes.emplace();
    else if (!classes_.empty())
      classes = classes_;
    report_ = tables_.read_report(tree_.find("report"), tree_.find("paper"), names, classes,
                                  {external.begin(), external.end()}, problems_);
    check_needs_of_report();
  }

  void check_needs_of_report() {
    if (!problems_.empty() || !report_.is_object()) return;  // a stage may lack its name
    const auto where = [this](const std::string& path) { return place_of_path(tree_, path); };
    if (tree_.at_path("report.tables")) check_report(report_, experiment_, where, problems_);
    check_figures(report_, experiment_, where, problems_);
  }

  // The same wrong line of the file is met once for every variant.
  Problems say_each_once() const {
    Problems once;
    std::set<std::string> said;
    for (const auto& line : problems_.lines())
      if (said.insert(line).second) once.add({}, line);
    return once;
  }

  const Tables& tables_;
  const std::vector<std::string>& overrides_;
  Problems problems_;
  Config tree_;
  Experiment experiment_;
  Json evaluation_, keep_, report_;
  std::vector<Artefact> declared_;
  std::map<std::string, data::DataCheck> data_checks_;  // by the block
  std::vector<std::string> classes_;                    // of all variants
  std::shared_ptr<std::map<std::string, GridPoint>> points_ =
      std::make_shared<std::map<std::string, GridPoint>>();  // by the variants' names
};

}  // namespace

Experiment parse_experiment_with(const Tables& tables, const std::string& text, const std::string& name,
                                 const std::string& profile, const std::vector<std::string>& overrides) {
  auto experiment = Loader(tables, Config::parse(text, name), profile, overrides).load();
  experiment.source = text;
  return experiment;
}

Experiment load_experiment_with(const Tables& tables, const std::filesystem::path& file,
                                const std::string& profile, const std::vector<std::string>& overrides) {
  return parse_experiment_with(tables, read_file(file), file.string(), profile, overrides);
}

}  // namespace purkinje::orchestrator
