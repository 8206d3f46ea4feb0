// Reads and checks the `report:` block.
#include "report/spec.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

#include "base/name_list.h"
#include "base/options.h"
#include "metrics/evaluation.h"
#include "metrics/region_means.h"
#include "metrics/registry.h"
#include "report/artefact_values.h"
#include "report/cell_checks.h"
#include "report/metric_words.h"
#include "report/paper_block.h"
#include "report/spec_options.h"

namespace purkinje::report {
namespace {

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const metrics::MetricInfo& metric : metrics::metric_registry()) names.push_back(metric.name);
  for (const metrics::MetricInfo& metric : metrics::region_metrics()) names.push_back(metric.name);
  names.insert(names.end(), {"threshold", "prevalence"});
  for (const ArtefactValue& value : artefact_values()) names.push_back(value.name);
  return names;
}

// The rule as the database names it. "" where the decision needs no threshold (the largest of several
// scores).
std::optional<std::string> canonical_rule(const std::string& rule) {
  if (rule.empty()) return rule;
  try {
    return metrics::to_string(metrics::parse_threshold_rule(rule));
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

// README.md holds the whole report; there are file systems that do not tell the case of letters apart.
bool is_reserved(const std::string& table) {
  constexpr std::string_view kPage = "readme";
  return std::equal(table.begin(), table.end(), kPage.begin(), kPage.end(),
                    [](unsigned char a, char b) { return std::tolower(a) == b; });
}

std::string text(const Json& json) {
  return json.is_string() ? json.get<std::string>() : std::string();
}

class SpecReader {
 public:
  SpecReader(const std::vector<std::string>& variants,
             const std::optional<std::vector<std::string>>& class_names,
             const std::vector<std::string>& external, Problems& problems)
      : variants_(variants), class_names_(class_names), problems_(problems) {
    parts_.insert(parts_.end(), external.begin(), external.end());
  }

  TableSpec table(const std::string& name, const Config& config) {
    TableSpec table;
    table.name = name;
    if (is_reserved(name))
      problems_.add(config.place(),
                    "a table cannot be called '" + name + "': README is the name of the report's own page");
    const Json json = resolve_options(table_options(parts_), &config, config.place(), problems_);
    if (!json.is_object() || !config.is_map()) return table;
    table.title = text(json["title"]);
    table.pooled = json["pooled"].is_boolean() ? json["pooled"].get<bool>() : true;
    table.over = text(json["over"]);
    table.part = text(json["part"]);
    table.stage = text(json["stage"]);
    table.note = text(json["note"]);
    if (table.title.empty()) table.title = name;
    if (table.pooled && table.over == "folds")
      problems_.add(config.find("over")->place(),
                    "folds that are pooled leave one value a seed; say 'over: seeds' or "
                    "'pooled: false'");
    columns(config, json, table);
    rows(config, table);
    check_cells(config, table, problems_);
    correlations(config, table);
    table.underpowered_below =
        json["underpowered_below"].is_number_integer() ? json["underpowered_below"].get<int>() : 0;
    intervals(config, json, table);
    const bool has_cells =
        std::any_of(table.rows.begin(), table.rows.end(), [](const RowSpec& r) { return !r.cells.empty(); });
    table.row_header = json["row_header"].is_string() ? text(json["row_header"]) : has_cells ? "" : "model";
    return table;
  }

  TableSpec default_table() {
    const Config config = Config::parse(
        "title: Results\ncolumns: [roc_auc, auprc, accuracy, sensitivity, specificity]\n", "default report");
    return table("results", config);
  }

 private:
  void columns(const Config& config, const Json& json, TableSpec& table) {
    const Config* list = config.find("columns");
    if (list == nullptr || !list->is_list() || list->items().empty()) {
      problems_.add(list == nullptr ? config.place() : list->place(), "a table needs a list of columns");
      return;
    }
    for (const Config& item : list->items()) {
      ColumnSpec column;
      if (item.is_scalar()) {
        column.metric = item.scalar();
        column.rule = text(json["rule"]);
        column.chosen_on = text(json["chosen_on"]);
        column.digits = json["digits"].is_number_integer() ? json["digits"].get<int>() : 3;
      } else {
        const Json read = resolve_options(column_options(json, parts_), &item, item.place(), problems_);
        if (!read.is_object()) continue;
        column = {.name = text(read["name"]),
                  .metric = text(read["metric"]),
                  .rule = text(read["rule"]),
                  .chosen_on = text(read["chosen_on"]),
                  .class_name = text(read["class"]),
                  .label = text(read["label"]),
                  .digits = read["digits"].is_number_integer() ? read["digits"].get<int>() : 3,
                  .variant = text(read["variant"]),
                  .stage = text(read["stage"]),
                  .part = text(read["part"])};
        if (column.metric.empty()) continue;  // said already
      }
      check(column, item, table);
      table.columns.push_back(std::move(column));
    }
  }

  void check(ColumnSpec& column, const Config& item, const TableSpec& table) {
    const std::optional<std::string> rule = canonical_rule(column.rule);
    if (!column.variant.empty()) check_variant(column.variant, item);
    check_class(column.class_name, item);
    if (!is_metric(column.metric)) {
      problems_.add(item.place(),
                    "unknown metric '" + column.metric + "'" + suggestion(column.metric, metric_names()));
    } else if (!needs_threshold(column.metric) || column.rule.empty()) {
      column.rule.clear();
      column.chosen_on.clear();
    } else if (!rule) {
      problems_.add(item.place(), "unknown threshold rule '" + column.rule + "'" +
                                      suggestion(column.rule, {"fixed_0.5", "max_f1", "youden",
                                                               "sensitivity_at_specificity_0.9",
                                                               "specificity_at_sensitivity_0.9"}));
    } else if (rule->starts_with("fixed_") != (column.chosen_on == "fixed")) {
      problems_.add(item.place(), "the rule '" + column.rule + "' cannot be chosen on '" + column.chosen_on +
                                      "'; fixed rules are 'fixed', the others 'validation' or 'test'");
    } else {
      column.rule = *rule;
    }
    if (column.name.empty()) column.name = column.variant.empty() ? column.metric : column.variant;
    for (const ColumnSpec& other : table.columns)
      if (other.name == column.name)
        problems_.add(item.place(),
                      "two columns are called '" + column.name + "'; give one a 'name' of its own");
  }

  void rows(const Config& config, TableSpec& table) {
    const Config* list = config.find("rows");
    if (list == nullptr) {
      for (const std::string& variant : variants_)
        table.rows.push_back({.variant = variant, .label = "", .cells = {}, .name = variant});
      return;
    }
    const bool columns_have_variants =
        std::all_of(table.columns.begin(), table.columns.end(),
                    [](const ColumnSpec& column) { return !column.variant.empty(); });
    if (!list->is_list()) {
      problems_.add(list->place(), "must be a list of rows");
      return;
    }
    for (const Config& item : list->items()) {
      RowSpec row;
      if (item.is_scalar()) {
        row.variant = item.scalar();
      } else {
        const Json read = resolve_options(row_options(parts_), &item, item.place(), problems_);
        if (!read.is_object()) continue;
        row.variant = text(read["variant"]);
        row.label = text(read["label"]);
        row.class_name = text(read["class"]);
        row.stage = text(read["stage"]);
        row.part = text(read["part"]);
        row.name = text(read["name"]);
        if (const Config* cells = item.find("cells"); cells != nullptr && cells->is_map())
          for (const auto& [key, value] : cells->entries()) row.cells.emplace_back(key, value.scalar());
        else if (cells != nullptr)
          problems_.add(cells->place(), "must be a map of column heading and text");
        if (row.variant.empty() && !columns_have_variants)
          problems_.add(item.place(),
                        "'variant' is missing: it may be left out only where every column has one");
      }
      if (!row.variant.empty()) check_variant(row.variant, item);
      check_class(row.class_name, item);
      one_class_a_cell(row, item, table);
      if (row.name.empty()) {
        row.name = row.class_name.empty() ? row.variant : row.class_name;
        if (!row.stage.empty()) row.name += "/" + row.stage;
        if (!row.part.empty()) row.name += "@" + row.part;
      }
      table.rows.push_back(std::move(row));
    }
  }

  void check_variant(const std::string& name, const Config& item) {
    if (!contains(variants_, name))
      problems_.add(item.place(), "no variant is called '" + name + "'" + suggestion(name, variants_));
  }

  void check_class(const std::string& name, const Config& item) {
    if (name.empty() || !class_names_) return;
    const Config* given = item.find("class");
    const Place& place = given ? given->place() : item.place();
    if (class_names_->empty())
      problems_.add(place, "a binary task has one value and no classes to name: leave 'class' out");
    else if (!contains(*class_names_, name))
      problems_.add(place, "the data has no class '" + name + "'" + suggestion(name, *class_names_));
  }

  // A heading that names one class above numbers of another would be believed.
  void one_class_a_cell(const RowSpec& row, const Config& item, const TableSpec& table) {
    if (row.class_name.empty()) return;
    const Config* given = item.find("class");
    for (const ColumnSpec& column : table.columns)
      if (!column.class_name.empty() && column.class_name != row.class_name)
        problems_.add(given ? given->place() : item.place(),
                      "the row says class '" + row.class_name + "', its column '" + column.name +
                          "' class '" + column.class_name + "': only one of them can name it");
  }

  void correlations(const Config& config, TableSpec& table) {
    const Config* list = config.find("correlations");
    if (list == nullptr || list->is_null()) return;
    if (!list->is_list()) {
      problems_.add(list->place(), "must be a list of maps with x and y");
      return;
    }
    std::vector<std::string> columns, rows;
    for (const ColumnSpec& column : table.columns) columns.push_back(column.name);
    for (const RowSpec& row : table.rows) rows.push_back(row.name);
    const auto known = [&](const std::string& name, const std::vector<std::string>& names, const char* what,
                           const Config& item) {
      if (!contains(names, name))
        problems_.add(item.place(), "table '" + table.name + "' has no " + what + " '" + name + "'" +
                                        suggestion(name, names));
    };
    for (const Config& item : list->items()) {
      const Json read = resolve_options(correlation_options(), &item, item.place(), problems_);
      if (!read.is_object() || !read["x"].is_string() || !read["y"].is_string()) continue;
      CorrelationSpec correlation{.x = read["x"], .y = read["y"], .without = {}, .paper = {}};
      correlation.without = read["without"].get<std::vector<std::string>>();
      if (read["paper"].is_number()) correlation.paper = read["paper"].get<double>();
      known(correlation.x, columns, "column", item);
      known(correlation.y, columns, "column", item);
      for (const std::string& row : correlation.without) known(row, rows, "row", item);
      table.correlations.push_back(std::move(correlation));
    }
  }

  void intervals(const Config& config, const Json& json, TableSpec& table) {
    if (json["interval"].is_string()) table.interval = json["interval"].get<std::string>();
    if (json["resamples"].is_number_integer()) table.resamples = json["resamples"].get<int>();
    if (table.interval != "none" && !table.pooled)
      problems_.add(config.find("interval")->place(),
                    "intervals are of pooled predictions; say 'pooled: true' or 'interval: none'");
  }

  const std::vector<std::string>& variants_;
  std::vector<std::string> parts_ = {"test", "validation"};
  const std::optional<std::vector<std::string>>& class_names_;
  Problems& problems_;
};

}  // namespace

ReportSpec read_report_spec(const Config* report, const Config* paper,
                            const std::vector<std::string>& variant_names, Problems& problems,
                            const std::optional<std::vector<std::string>>& class_names,
                            const std::vector<std::string>& external) {
  static const OptionTable kReport = {{.name = "tables",
                                       .kind = OptionKind::any,
                                       .default_value = nullptr,
                                       .help = "tables by name",
                                       .optional = true},
                                      {.name = "figures",
                                       .kind = OptionKind::any,
                                       .default_value = nullptr,
                                       .help = "figures by name",
                                       .optional = true}};
  ReportSpec spec;
  SpecReader reader(variant_names, class_names, external, problems);
  const Config* tables = nullptr;
  if (report != nullptr && !report->is_null()) {
    resolve_options(kReport, report, report->place(), problems);
    tables = report->find("tables");
    if (tables != nullptr && !tables->is_map())
      problems.add(tables->place(), "must be a map of table name and table");
    if (const Config* figures = report->find("figures"))
      spec.figures = read_figures(*figures, variant_names, problems);
  }
  if (tables == nullptr)
    spec.tables.push_back(reader.default_table());
  else
    for (const auto& [name, table] : tables->entries()) spec.tables.push_back(reader.table(name, table));
  if (paper != nullptr) read_paper(*paper, spec, problems);
  return spec;
}

}  // namespace purkinje::report
