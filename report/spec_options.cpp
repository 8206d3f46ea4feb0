#include "report/spec_options.h"

namespace purkinje::report {

OptionTable table_options(const std::vector<std::string>& parts) {
  return {
      {.name = "title", .default_value = "", .help = "printed above the table"},
      {.name = "pooled",
       .kind = OptionKind::boolean,
       .default_value = true,
       .help = "the folds of a seed pooled into one evaluation, or single folds"},
      {.name = "over",
       .default_value = "seeds",
       .help = "what the +- runs over",
       .choices = {"seeds", "folds"}},
      {.name = "part",
       .default_value = "test",
       .help = "part of the data: test, validation, or another data set by its name",
       .choices = parts},
      {.name = "stage", .default_value = "train", .help = "stage of the training"},
      {.name = "rule", .default_value = "fixed_0.5", .help = "threshold rule of the columns that need one"},
      {.name = "chosen_on",
       .default_value = "fixed",
       .help = "where the threshold was chosen",
       .choices = {"fixed", "validation", "test"}},
      {.name = "digits",
       .kind = OptionKind::integer,
       .default_value = 3,
       .help = "decimals",
       .min = 0,
       .max = 6},
      {.name = "row_header",
       .default_value = nullptr,
       .help = "heading of the rows' labels",
       .optional = true},
      {.name = "columns",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "metrics, or maps with metric, rule, chosen_on, ...",
       .optional = true},
      {.name = "rows",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "maps with variant, class, stage, label, cells; default all variants",
       .optional = true},
      {.name = "correlations",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "list of maps with x, y (columns), without (rows), paper",
       .optional = true},
      {.name = "underpowered_below",
       .kind = OptionKind::integer,
       .default_value = 0,
       .help = "classes with fewer positives in the data set are flagged",
       .min = 0},
      {.name = "interval",
       .default_value = "none",
       .help = "95 % bootstrap intervals, and what is drawn for them",
       .choices = {"none", "samples", "records", "patients"}},
      {.name = "resamples",
       .kind = OptionKind::integer,
       .default_value = 1000,
       .help = "how often is drawn for an interval",
       .min = 100,
       .max = 100000},
      {.name = "note", .default_value = "", .help = "printed under the table, before the generated notes"},
  };
}

OptionTable row_options(const std::vector<std::string>& parts) {
  return {
      {.name = "variant",
       .default_value = "",
       .help = "a variant of the grid, or an ensemble; not needed where every column names one"},
      {.name = "class", .default_value = "", .help = "one class; default the columns'"},
      {.name = "stage", .default_value = "", .help = "stage of the training; default the table's"},
      {.name = "part",
       .default_value = "",
       .help = "part of the data; default the table's",
       .choices = parts},
      {.name = "name", .default_value = "", .help = "what the paper's numbers refer to"},
      {.name = "label", .default_value = "", .help = "printed instead of the variant's title"},
      {.name = "cells",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "text columns",
       .optional = true},
  };
}

const OptionTable& correlation_options() {
  static const OptionTable kTable = {
      {.name = "x", .default_value = nullptr, .help = "name of a column"},
      {.name = "y", .default_value = nullptr, .help = "name of a column"},
      {.name = "without",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "rows that are left out in a second look"},
      {.name = "paper",
       .kind = OptionKind::real,
       .default_value = nullptr,
       .help = "the correlation as printed",
       .optional = true},
  };
  return kTable;
}

OptionTable column_options(const Json& table, const std::vector<std::string>& parts) {
  return {
      {.name = "metric", .default_value = nullptr, .help = "name of the metric"},
      {.name = "name", .default_value = "", .help = "what the paper's numbers refer to; default the metric"},
      {.name = "variant", .default_value = "", .help = "a variant of the grid; default the row's"},
      {.name = "stage", .default_value = "", .help = "stage of the training; default the row's"},
      {.name = "part", .default_value = "", .help = "part of the data; default the row's", .choices = parts},
      {.name = "rule", .default_value = table["rule"], .help = "threshold rule"},
      {.name = "chosen_on",
       .default_value = table["chosen_on"],
       .help = "where the threshold was chosen",
       .choices = {"fixed", "validation", "test"}},
      {.name = "class", .default_value = "", .help = "one class; default the macro average"},
      {.name = "label", .default_value = "", .help = "printed instead of the metric's usual name"},
      {.name = "digits",
       .kind = OptionKind::integer,
       .default_value = table["digits"],
       .help = "decimals",
       .min = 0,
       .max = 6},
  };
}

}  // namespace purkinje::report
