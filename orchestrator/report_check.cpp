#include "orchestrator/report_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/name_list.h"
#include "metrics/region_means.h"
#include "metrics/registry.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {
namespace {

class ReportCheck {
 public:
  ReportCheck(const Experiment& experiment, const std::function<Place(const std::string&)>& where,
              Problems& problems)
      : experiment_(experiment), where_(where), problems_(problems) {
    std::set<std::string> stages{"train"};  // of ensembles, too
    for (const auto& variant : experiment.variants)
      for (const auto& name : stage_names(variant.training)) stages.insert(name);
    stages_.assign(stages.begin(), stages.end());
    for (const auto& rule : experiment.thresholds) rules_.push_back(metrics::to_string(rule));
    for (const auto& metric : metrics::region_metrics()) of_regions_.push_back(metric.name);
  }

  void look_at(const Json& table) {
    table_ = "report.tables." + table.value("name", "");
    check_stage(table);
    for (const auto& row : table.value("rows", Json::array())) {
      check_stage(row);
      if (table.value("part", "") == "validation") need_validation(row.value("variant", ""), "part");
    }
    for (const auto& column : table.value("columns", Json::array())) {
      check_stage(column);
      check_rule(column);
      for (const auto& row : table.value("rows", Json::array())) {
        const auto own = column.value("variant", "");
        check_cell(column, own.empty() ? row.value("variant", "") : own);
        check_part(table, row, column, own.empty() ? row.value("variant", "") : own);
        check_class(row, column);
      }
    }
  }

  // Examples are kept of trainings alone, with a strip for each of their stages.
  void look_at_figure(const Json& figure) {
    table_ = "report.figures." + figure.value("name", "");
    const auto name = figure.value("variant", "");
    const auto& variants = experiment_.variants;
    const auto shown =
        std::find_if(variants.begin(), variants.end(), [&](const auto& item) { return item.name == name; });
    if (shown == variants.end()) {
      say("variant", fmt::format("'{}' is an ensemble: no examples are kept of it", name));
      return;
    }
    const auto stages = stage_names(shown->training);
    for (const auto& stage : figure.value("stages", std::vector<std::string>()))
      if (!contains(stages, stage))
        say("stages",
            fmt::format("variant '{}' has no stage '{}'{}", name, stage, suggestion(stage, stages)));
    if (experiment_.trace_records.empty() && experiment_.traces_per_class == 0)
      say("variant", "no examples are kept to draw: set keep.traces or keep.traces_per_class");
  }

 private:
  void say(const std::string& key, const std::string& sentence) {
    const auto place = where_(table_ + "." + key);
    if (said_.insert(to_string(place) + sentence).second) problems_.add(place, sentence);
  }

  void check_stage(const Json& part) {
    const auto stage = part.value("stage", "");
    if (stage.empty() || contains(stages_, stage)) return;
    const auto sentence = fmt::format("no training has a stage '{}'{}", stage, suggestion(stage, stages_));
    if (said_.insert(table_ + sentence).second) problems_.add(where_(table_), sentence);
  }

  // The largest score decides in multi_class tasks, whatever rule a column names.
  void check_rule(const Json& column) {
    const auto rule = column.value("rule", "");
    if (rule.empty() || experiment_.task == metrics::Task::multi_class || contains(rules_, rule)) return;
    say("columns", fmt::format("the rule {} of column '{}' is not among evaluation.thresholds{}", rule,
                               column.value("name", ""), suggestion(rule, rules_)));
  }

  void check_cell(const Json& column, const std::string& variant) {
    if (column.value("chosen_on", "") == "validation" && experiment_.task != metrics::Task::multi_class)
      need_validation(variant, "columns");
    const auto metric = column.value("metric", "");
    const auto* shown = variant_of(variant);
    if (shown && contains(of_regions_, metric) && shown->data.value("regions", "") == "none")
      say("columns", fmt::format("{} of variant '{}' needs to know where the waves are: set data.regions",
                                 metric, variant));
  }

  // Neither has a mean over the classes, and only a score by itself is compared with a threshold.
  void check_class(const Json& row, const Json& column) {
    const auto metric = column.value("metric", "");
    if (experiment_.task == metrics::Task::binary || (metric != "threshold" && metric != "prevalence"))
      return;
    if (metric == "threshold" && experiment_.task == metrics::Task::multi_class)
      say("columns", "the largest score decides in a multi_class task: there is no threshold to show");
    else if (column.value("class", "").empty() && row.value("class", "").empty())
      say("columns", fmt::format("{} is of one class: give the column or every row a 'class'", metric));
  }

  // Ensembles are put together on validation and test alone; variants may lack the part.
  void check_part(const Json& table, const Json& row, const Json& column, const std::string& variant) {
    auto part = row.value("part", "");
    if (part.empty()) part = column.value("part", "");
    if (part.empty()) part = table.value("part", "");
    if (part.empty() || metrics::is_own_part(part)) return;
    const auto same = [&](const auto& item) { return item.name == variant; };
    const auto& variants = experiment_.variants;
    const auto shown = std::find_if(variants.begin(), variants.end(), same);
    if (shown == variants.end() || !shown->data.value("external", Json::object()).contains(part))
      say("part", fmt::format("'{}' has no predictions of '{}': {}", variant, part,
                              shown == variants.end() ? "ensembles are of validation and test alone"
                                                      : "its data has no such external part"));
  }

  void need_validation(const std::string& variant, const std::string& key) {
    if (const auto* shown = variant_of(variant);
        shown && shown->protocol.contains("validation") && !has_validation(shown->protocol))
      say(key,
          fmt::format("looks at the validation part, and the protocol of variant '{}' has none", variant));
  }

  // Of an ensemble its first member, whose data and protocol are those of all; nullptr where there is none.
  const Variant* variant_of(std::string name) const {
    for (const auto& ensemble : experiment_.ensembles)
      if (ensemble.name == name && !ensemble.members.empty()) name = ensemble.members.front();
    for (const auto& variant : experiment_.variants)
      if (variant.name == name) return &variant;
    return nullptr;
  }

  const Experiment& experiment_;
  const std::function<Place(const std::string&)>& where_;
  Problems& problems_;
  std::vector<std::string> stages_, rules_, of_regions_;
  std::string table_;
  std::set<std::string> said_;
};

}  // namespace

void check_report(const Json& report, const Experiment& experiment,
                  const std::function<Place(const std::string& path)>& where, Problems& problems) {
  ReportCheck check(experiment, where, problems);
  for (const auto& table : report.value("tables", Json::array())) check.look_at(table);
}

void check_figures(const Json& report, const Experiment& experiment,
                   const std::function<Place(const std::string& path)>& where, Problems& problems) {
  ReportCheck check(experiment, where, problems);
  for (const auto& figure : report.value("figures", Json::array())) check.look_at_figure(figure);
}

}  // namespace purkinje::orchestrator
