// A report's specification as the revision keeps it.
#include "base/json.h"
#include "report/spec.h"

namespace purkinje::report {
namespace {

constexpr int kForm = 1;  // raised when a reader of the older form could not read the newer

Json optional_number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}
std::optional<double> optional_number(const Json& json) {
  return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

// What is empty is not written, so that a table without it keeps its revision.
void put(Json& into, const char* key, const std::string& value) {
  if (!value.empty()) into[key] = value;
}

Json table_to_json(const TableSpec& table) {
  Json columns = Json::array(), rows = Json::array();
  for (const ColumnSpec& c : table.columns) {
    columns.push_back({{"name", c.name},
                       {"metric", c.metric},
                       {"rule", c.rule},
                       {"chosen_on", c.chosen_on},
                       {"class", c.class_name},
                       {"label", c.label},
                       {"digits", c.digits}});
    put(columns.back(), "variant", c.variant);
    put(columns.back(), "stage", c.stage);
    put(columns.back(), "part", c.part);
  }
  for (const RowSpec& r : table.rows) {
    Json cells = Json::array();  // a list: the order of the columns is the author's
    for (const auto& [key, value] : r.cells) cells.push_back(Json::array({key, value}));
    rows.push_back({{"variant", r.variant}, {"label", r.label}, {"cells", cells}});
    put(rows.back(), "class", r.class_name);
    put(rows.back(), "stage", r.stage);
    put(rows.back(), "part", r.part);
    if (r.name != r.variant) put(rows.back(), "name", r.name);
  }
  Json json = {
      {"name", table.name}, {"title", table.title}, {"pooled", table.pooled},         {"over", table.over},
      {"part", table.part}, {"stage", table.stage}, {"row_header", table.row_header}, {"columns", columns},
      {"rows", rows}};
  for (const CorrelationSpec& c : table.correlations)
    json["correlations"].push_back(
        {{"x", c.x}, {"y", c.y}, {"without", c.without}, {"paper", optional_number(c.paper)}});
  if (table.underpowered_below > 0) json["underpowered_below"] = table.underpowered_below;
  if (table.interval != "none") {
    json["interval"] = table.interval;
    json["resamples"] = table.resamples;
  }
  put(json, "note", table.note);
  return json;
}

TableSpec table_from_json(const Json& json) {
  TableSpec table;
  table.name = json.at("name");
  table.title = json.at("title");
  table.pooled = json.at("pooled");
  table.over = json.at("over");
  table.part = json.at("part");
  table.stage = json.at("stage");
  table.row_header = json.at("row_header");
  for (const Json& c : json.at("columns"))
    table.columns.push_back({.name = c.at("name"),
                             .metric = c.at("metric"),
                             .rule = c.at("rule"),
                             .chosen_on = c.at("chosen_on"),
                             .class_name = c.at("class"),
                             .label = c.at("label"),
                             .digits = c.at("digits"),
                             .variant = c.value("variant", ""),
                             .stage = c.value("stage", ""),
                             .part = c.value("part", "")});
  for (const Json& r : json.at("rows")) {
    RowSpec row{.variant = r.at("variant"),
                .label = r.at("label"),
                .cells = {},
                .class_name = r.value("class", ""),
                .stage = r.value("stage", ""),
                .name = r.value("name", r.at("variant").get<std::string>()),
                .part = r.value("part", "")};
    for (const Json& cell : r.at("cells")) row.cells.emplace_back(cell.at(0), cell.at(1));
    table.rows.push_back(std::move(row));
  }
  for (const Json& c : json.value("correlations", Json::array()))
    table.correlations.push_back({.x = c.at("x"),
                                  .y = c.at("y"),
                                  .without = c.at("without").get<std::vector<std::string>>(),
                                  .paper = optional_number(c.at("paper"))});
  table.underpowered_below = json.value("underpowered_below", 0);
  table.interval = json.value("interval", table.interval);
  table.resamples = json.value("resamples", table.resamples);
  table.note = json.value("note", "");
  return table;
}

}  // namespace

Json to_json(const ReportSpec& spec) {
  Json tables = Json::array(), paper = Json::object();
  for (const TableSpec& table : spec.tables) tables.push_back(table_to_json(table));
  for (const auto& [name, table] : spec.paper) {
    Json rows = Json::object();
    for (const auto& [variant, values] : table.rows)
      for (const auto& [column, value] : values)
        rows[variant][column] = Json::array({optional_number(value.mean), optional_number(value.sd)});
    paper[name] = {{"what", table.what}, {"rows", rows}};
  }
  Json counts;
  if (spec.counts) counts = {{"positives", spec.counts->positives}, {"negatives", spec.counts->negatives}};
  Json json = {{"form", kForm}, {"tables", tables}, {"paper", paper}, {"counts", counts}};
  for (const FigureSpec& figure : spec.figures) json["figures"].push_back(to_json(figure));
  return json;
}

ReportSpec report_spec_from_json(const Json& json) {
  try {
    if (json.at("form").get<int>() != kForm)
      throw InputError("the report of this revision was written by another version of purkinje (form " +
                       json.at("form").dump() + ", this one reads " + std::to_string(kForm) + ")");
    ReportSpec spec;
    for (const Json& table : json.at("tables")) spec.tables.push_back(table_from_json(table));
    for (const Json& figure : json.value("figures", Json::array()))
      spec.figures.push_back(figure_from_json(figure));
    for (const auto& [name, table] : json.at("paper").items()) {
      PaperTable& paper = spec.paper[name];
      paper.what = table.at("what");
      for (const auto& [variant, values] : table.at("rows").items())
        for (const auto& [column, value] : values.items())
          paper.rows[variant][column] = {optional_number(value.at(0)), optional_number(value.at(1))};
    }
    if (const Json& counts = json.at("counts"); counts.is_object())
      spec.counts = PaperCounts{counts.at("positives").get<double>(), counts.at("negatives").get<double>()};
    return spec;
  } catch (const Json::exception& error) {
    throw InputError(std::string("the report kept in this revision cannot be read: ") + error.what());
  }
}

}  // namespace purkinje::report
