// Can the printed numbers of a paper all be true?
#include "report/paper_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <optional>

#include "metrics/consistency.h"
#include "report/metric_words.h"

namespace purkinje::report {
namespace {

// A mean over folds of a ratio differs from the ratio of the means, yet not by this much for one set of
// confusion tables.
constexpr double kPrecisionSlack = 0.05;

struct Printed {
  std::string label;
  std::optional<double> roc_auc, accuracy, precision, sensitivity, specificity;
};

Printed printed_row(const Table& table, const TableRow& row) {
  Printed printed{.label = label_in_sentence(row.label),
                  .roc_auc = {},
                  .accuracy = {},
                  .precision = {},
                  .sensitivity = {},
                  .specificity = {}};
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const TableColumn& column = table.columns[i];
    if (!row.cells[i].paper || !column.class_name.empty()) continue;
    const auto take = [&](const char* metric, std::optional<double>& into) {
      if (column.metric == metric && !into) into = row.cells[i].paper->mean;
    };
    take("roc_auc", printed.roc_auc);
    take("accuracy", printed.accuracy);
    take("precision", printed.precision);
    take("sensitivity", printed.sensitivity);
    take("specificity", printed.specificity);
  }
  return printed;
}

}  // namespace

std::vector<std::string> paper_checks(const Table& table, const PaperCounts& counts) {
  int digits = 3;
  for (const TableColumn& column : table.columns) digits = column.digits;
  const double rounding = std::pow(10.0, -digits);  // half a unit in the inputs and half a unit in the result

  std::vector<std::string> agree, notes, bad_auc, plausible, implausible, bad_accuracy;
  const double all = counts.positives + counts.negatives;
  if (all <= 0) return {};
  const double prevalence = counts.positives / all;
  bool auc_checked = false;
  for (const TableRow& row : table.rows) {
    const Printed p = printed_row(table, row);
    if (!p.sensitivity || !p.specificity) continue;
    if (p.accuracy) {
      const double implied = metrics::implied_accuracy(*p.sensitivity, *p.specificity, prevalence);
      const std::string text =
          fmt::format("{} {:.{}f} (printed {:.{}f})", p.label, implied, digits, *p.accuracy, digits);
      (std::abs(implied - *p.accuracy) <= rounding + 1e-12 ? agree : bad_accuracy).push_back(text);
    }
    if (p.roc_auc) {
      auc_checked = true;
      const double least = metrics::least_roc_auc(*p.sensitivity, *p.specificity);
      if (least > *p.roc_auc + rounding)
        bad_auc.push_back(fmt::format("{}: {:.{}f} x {:.{}f} = {:.{}f}, printed {:.{}f}", p.label,
                                      *p.sensitivity, digits, *p.specificity, digits, least, digits,
                                      *p.roc_auc, digits));
    }
    const metrics::Measure precision = metrics::implied_precision(*p.sensitivity, *p.specificity, prevalence);
    if (p.precision && precision.value) {
      const double implied = *precision.value;
      const std::string text =
          fmt::format("{} {:.{}f} (printed {:.{}f})", p.label, implied, digits, *p.precision, digits);
      (std::abs(implied - *p.precision) <= kPrecisionSlack ? plausible : implausible).push_back(text);
    }
  }

  const std::string basis = fmt::format("sensitivity, specificity and {:.0f} positives to {:.0f} negatives",
                                        counts.positives, counts.negatives);
  if (!agree.empty())
    notes.push_back(fmt::format("Paper's accuracy as implied by its {}: {}; these agree.", basis,
                                fmt::join(agree, ", ")));
  if (!bad_accuracy.empty())
    notes.push_back(
        fmt::format("Paper's accuracy as implied by its {}: {}; these do not agree with what is printed.",
                    basis, fmt::join(bad_accuracy, ", ")));
  if (!bad_auc.empty())
    notes.push_back(fmt::format(
        "Not possible as printed in the paper: a ROC curve through a point has at least sensitivity "
        "x specificity below it ({}).",
        fmt::join(bad_auc, "; ")));
  else if (auc_checked)
    notes.push_back("The paper's areas are all at least sensitivity x specificity, as they must be.");
  if (!plausible.empty())
    notes.push_back(
        fmt::format("Paper's precision as implied by its {}: {}; close enough for means over folds.", basis,
                    fmt::join(plausible, ", ")));
  if (!implausible.empty())
    notes.push_back(
        fmt::format("Paper's precision as implied by its {}: {}; too far for averages of the same confusion "
                    "tables.",
                    basis, fmt::join(implausible, ", ")));
  return notes;
}

}  // namespace purkinje::report
