// What an experiment's `report:` and `paper:` blocks ask for: which tables, with which rows and columns,
// which figures, and the numbers the paper printed. Read and checked once, kept in the revision, so that a
// report needs the database alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/config.h"
#include "report/figure_spec.h"

namespace purkinje::report {

// A table's cell is a metric of a variant, stage and class. Most tables have variants as rows and metrics as
// columns; a table of classes has the class in its rows and, to set variants beside each other, the variant
// in its columns.
struct ColumnSpec {
  std::string name;    // unique in its table: what the paper's numbers refer to; the variant where the column
                       // has one, else the metric
  std::string metric;  // a name of the database: "roc_auc", "sensitivity", ...; "threshold", "prevalence"
  std::string rule;    // threshold rule; empty for metrics without threshold
  std::string chosen_on;   // "fixed", "validation", "test"; empty without threshold
  std::string class_name;  // empty: the binary task, or the macro average
  std::string label;       // empty: the variant's title, or the metric's usual name
  int digits = 3;
  std::string variant = {};  // empty: the row's
  std::string stage = {};    // empty: the row's, else the table's
  std::string part = {};     // empty: the row's, else the table's
};

struct RowSpec {
  std::string variant;                                     // empty where every column has one
  std::string label;                                       // empty: the class, or the variant's title
  std::vector<std::pair<std::string, std::string>> cells;  // text columns before the numbers
  std::string class_name = {};                             // empty: the columns'
  std::string stage = {};                                  // empty: the table's
  std::string name = {};  // what the paper's numbers refer to: the class, or the variant, with "/stage" where
                          // it has one of its own, and "@part" likewise
  std::string part = {};  // empty: the table's
};

// A correlation over the rows between two columns, printed under the table, as the paper claims one.
struct CorrelationSpec {
  std::string x, y;                  // names of columns
  std::vector<std::string> without;  // rows that are left out in a second look
  std::optional<double> paper;       // as printed
};

struct TableSpec {
  std::string name, title;
  bool pooled = true;          // the folds of a seed pooled (one value a seed), or single folds
  std::string over = "seeds";  // what the +- runs over: "seeds" or "folds" (every fold of every seed)
  std::string part = "test", stage = "train";
  std::string row_header;  // heading of the rows' labels; empty where text columns replace the labels
  std::vector<ColumnSpec> columns;
  std::vector<RowSpec> rows;
  std::vector<CorrelationSpec> correlations = {};
  int underpowered_below = 0;     // rows of classes with fewer positives in the whole data set are flagged
  std::string interval = "none";  // what is drawn for bootstrap intervals: "samples", "records", "patients"
  int resamples = 1000;           // how often
  std::string note = {};          // the author's own sentence under the table
};

struct PaperValue {
  std::optional<double> mean, sd;
};

struct PaperTable {
  std::string what;                                               // what the printed numbers are
  std::map<std::string, std::map<std::string, PaperValue>> rows;  // row name -> column name -> value
};

struct PaperCounts {
  double positives = 0, negatives = 0;
};

struct ReportSpec {
  std::vector<TableSpec> tables;
  std::map<std::string, PaperTable> paper;  // by table name
  std::optional<PaperCounts> counts;        // of the paper's own data, for the consistency checks
  std::vector<FigureSpec> figures = {};
};

// Reads both blocks (either may be nullptr). Everything wrong goes to `problems`: unknown keys, variants,
// classes, metrics, rules, parts, paper rows and columns without a place in a table. Without a report block
// there is one table of all variants. `class_names`: the classes that can be named, none in a binary task;
// not given: they are not known and not checked. `external` are the parts besides test and validation.
ReportSpec read_report_spec(const Config* report, const Config* paper,
                            const std::vector<std::string>& variant_names, Problems& problems,
                            const std::optional<std::vector<std::string>>& class_names = {},
                            const std::vector<std::string>& external = {});

// The form kept in a revision under "report" (it holds the paper's numbers too).
nlohmann::json to_json(const ReportSpec& spec);
// Throws InputError where the stored form is not one this version knows.
ReportSpec report_spec_from_json(const nlohmann::json& json);

}  // namespace purkinje::report
