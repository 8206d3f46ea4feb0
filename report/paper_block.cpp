#include "report/paper_block.h"

#include <algorithm>

#include "base/name_list.h"
#include "base/options.h"

namespace purkinje::report {
namespace {

class PaperReader {
 public:
  explicit PaperReader(Problems& problems) : problems_(problems) {}

  void read(const Config& config, ReportSpec& spec) {
    if (!config.is_map()) {
      if (!config.is_null()) problems_.add(config.place(), "must be a map of tables and 'counts'");
      return;
    }
    for (const auto& [key, value] : config.entries()) {
      if (key == "counts") {
        counts(value, spec);
        continue;
      }
      const auto table = std::find_if(spec.tables.begin(), spec.tables.end(),
                                      [&key = key](const TableSpec& t) { return t.name == key; });
      if (table == spec.tables.end()) {
        std::vector<std::string> names = {"counts"};
        for (const TableSpec& t : spec.tables) names.push_back(t.name);
        problems_.add(value.place(), "no table of the report has this name" + suggestion(key, names));
        continue;
      }
      spec.paper[key] = paper_table(value, *table);
    }
  }

 private:
  void counts(const Config& config, ReportSpec& spec) {
    static const OptionTable kTable = {
        {.name = "positives",
         .kind = OptionKind::integer,
         .default_value = nullptr,
         .help = "positives of the paper's data",
         .min = 0},
        {.name = "negatives",
         .kind = OptionKind::integer,
         .default_value = nullptr,
         .help = "negatives of the paper's data",
         .min = 0},
    };
    const Json json = resolve_options(kTable, &config, config.place(), problems_);
    if (json.is_object() && json["positives"].is_number() && json["negatives"].is_number())
      spec.counts = PaperCounts{json["positives"].get<double>(), json["negatives"].get<double>()};
  }

  PaperTable paper_table(const Config& config, const TableSpec& table) {
    PaperTable paper;
    std::vector<std::string> rows = {"what"}, columns;
    for (const RowSpec& row : table.rows) rows.push_back(row.name);
    for (const ColumnSpec& column : table.columns) columns.push_back(column.name);
    for (const auto& [key, value] : config.entries()) {
      if (key == "what") {
        paper.what = value.scalar();
      } else if (!contains(rows, key)) {
        problems_.add(value.place(),
                      "table '" + table.name + "' has no row '" + key + "'" + suggestion(key, rows));
      } else {
        for (const auto& [column, number] : value.entries()) {
          if (!contains(columns, column))
            problems_.add(number.place(), "table '" + table.name + "' has no column '" + column + "'" +
                                              suggestion(column, columns));
          else
            paper.rows[key][column] = paper_value(number);
        }
      }
    }
    return paper;
  }

  PaperValue paper_value(const Config& config) {
    const Json json = config.to_json();
    if (json.is_number()) return {json.get<double>(), std::nullopt};
    if (json.is_array() && (json.size() == 1 || json.size() == 2) && json.front().is_number() &&
        json.back().is_number())
      return {json[0].get<double>(), json.size() == 2 ? std::optional(json[1].get<double>()) : std::nullopt};
    problems_.add(config.place(), "must be a number or [mean, SD]");
    return {};
  }

  Problems& problems_;
};

}  // namespace

void read_paper(const Config& paper, ReportSpec& spec, Problems& problems) {
  PaperReader(problems).read(paper, spec);
}

}  // namespace purkinje::report
