// A paper's table with our numbers beside the printed ones, before it is laid out for any page.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/cell_source.h"
#include "report/spec.h"

namespace purkinje::report {

// What was measured for one row and column.
struct Measured {
  std::optional<double> mean;
  std::optional<double> sd;          // with n - 1; none for fewer than two values
  size_t n = 0, expected = 0;        // values there, values planned
  std::vector<std::string> missing;  // why the others are not: "seed 3, fold 1: pending"
  std::optional<double> low = {},
                        high = {};  // 95 % bootstrap interval of the first seed's value; both or none
  bool complete() const { return n == expected && n > 0; }
};

struct TableCell {
  std::optional<PaperValue> paper;
  Measured ours;
  std::string part = {};  // of the data; empty: of none
};

struct TableColumn {
  std::string name, metric, class_name, rule, chosen_on;
  std::string label;      // "accuracy"
  std::string threshold;  // "at 0.5"; empty without threshold
  std::string unit;       // "1" for shares
  int digits = 3;
  std::string variant = {};  // empty: the row's
};

struct TableRow {
  std::string variant;             // empty: the columns'
  std::string label;               // without the mark of a class too rare to be ranked
  std::vector<std::string> texts;  // parallel to Table::text_columns
  std::vector<TableCell> cells;    // parallel to Table::columns
  std::string class_name = {};     // empty: the columns'
  std::string name = {};           // what the paper's numbers refer to
};

struct Table {
  std::string name, title;
  std::string stand_in;                   // said directly under the title; empty: the study's own data
  std::vector<std::string> text_columns;  // headings before the numbers
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  std::string spread;              // what our +- is over, in a sentence
  std::vector<std::string> notes;  // generated sentences under the table
  bool has_paper = false;
  bool compares_columns() const;  // one metric of several variants, side by side
  bool has_class_rows() const;    // each row is a class
  bool complete() const;
};

// What a table says besides its numbers.
struct TableContext {
  std::string experiment, profile, revision, stand_in;
  std::map<std::string, std::string> variant_titles = {};
  std::string task = "binary";  // binary, multi_label, multi_class
  std::map<std::string, std::string> protocols =
      {};  // how each variant is split, in words: said in every title
};

// Fills a table from its source. Missing cells are counted and explained, never averaged over silently.
Table build_table(const TableSpec& spec, const ReportSpec& report, const CellSource& source,
                  const TableContext& context);

// Mean and SD of the planned cells of one variant. `over_folds`: each cell is a value; else the folds of a
// seed are averaged first and a seed that lacks a fold counts as missing.
Measured measure(const std::vector<CellValue>& cells, const std::string& variant, bool over_folds);

}  // namespace purkinje::report
