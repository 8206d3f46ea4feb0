// A source of cells for tests: the numbers of a study without a database.
#pragma once

#include <map>

#include "report/cell_source.h"
#include "report/spec.h"

namespace purkinje::report {

class FakeCells : public CellSource {
 public:
  void add(const std::string& metric, const std::string& variant, uint64_t seed, std::optional<int> fold,
           std::optional<double> value, const std::string& reason = "", const std::string& state = "") {
    cells_[metric].push_back({variant, seed, fold,
                              !state.empty() ? state
                              : value        ? "done"
                                             : "pending",
                              value, reason});
  }
  // The same for one class ("metric of class") or stage ("metric in stage").
  std::vector<CellValue> cells(const CellMetric& key) const override {
    std::vector<CellValue> found;
    std::string name = key.metric;
    if (!key.class_name.empty()) name += " of " + key.class_name;
    if (key.stage != "train") name += " in " + key.stage;
    const auto all = cells_.find(name);
    if (all == cells_.end()) return found;
    for (const CellValue& cell : all->second)
      if (cell.fold.has_value() != key.pooled) found.push_back(cell);
    return found;
  }
  std::vector<ClassTotals> totals(const std::string&, const std::string&, bool) const override {
    return totals_;
  }

  std::vector<ClassTotals> data_set_totals() const override { return data_set_totals_; }

  std::optional<SeedPredictions> first_predictions(const std::string& variant, const std::string& stage,
                                                   const std::string&) const override {
    const auto found = predictions_.find(stage == "train" ? variant : variant + " in " + stage);
    return found == predictions_.end() ? std::nullopt : std::optional(found->second);
  }

  std::vector<ClassTotals> totals_, data_set_totals_;
  std::map<std::string, SeedPredictions> predictions_;  // by variant, or "variant in stage"

 private:
  std::map<std::string, std::vector<CellValue>> cells_;
};

// The two tables of study S0 as its experiment writes them.
inline const char* const kReportYaml = R"(
tables:
  table_1:
    title: "Table I. Contribution of the temporal and the spatial branch"
    columns: [roc_auc, accuracy, precision, sensitivity, specificity]
    rows:
      - {variant: temporal_only, cells: {temporal: x}}
      - {variant: spatial_only, cells: {spatial: x}}
      - {variant: full, cells: {temporal: x, spatial: x}}
  table_2:
    title: "Table II. Contribution of GRU and attention"
    columns: [roc_auc, accuracy, precision, sensitivity, specificity]
    rows:
      - {variant: cnn_only, label: CNN only}
      - {variant: cnn_gru, label: CNN + GRU}
      - {variant: full, label: CNN + GRU + attention}
)";

inline const char* const kPaperYaml = R"(
counts: {positives: 43, negatives: 514}
table_1:
  what: mean and SD as printed
  temporal_only: {roc_auc: [.905, .016], accuracy: [.931, .008], precision: [.596, .074], sensitivity: [.507, .054], specificity: [.967, .009]}
  spatial_only: {roc_auc: [.902, .017], accuracy: [.925, .005], precision: [.547, .028], sensitivity: [.480, .046], specificity: [.963, .005]}
  full: {roc_auc: [.912, .012], accuracy: [.933, .005], precision: [.607, .029], sensitivity: [.515, .038], specificity: [.968, .003]}
table_2:
  what: mean and SD as printed
  cnn_only: {roc_auc: [.491, .080], accuracy: [.870, .048], precision: [.494, .098], sensitivity: [.487, .111], specificity: [.902, .059]}
  cnn_gru: {roc_auc: [.541, .100], accuracy: [.878, .014], precision: [.420, .040], sensitivity: [.776, .058], specificity: [.886, .015]}
  full: {roc_auc: [.912, .012], accuracy: [.933, .005], precision: [.607, .029], sensitivity: [.515, .038], specificity: [.968, .003]}
)";

inline const std::vector<std::string> kVariants = {"full", "temporal_only", "spatial_only", "cnn_only",
                                                   "cnn_gru"};

inline ReportSpec read_spec(const std::string& report, const std::string& paper, Problems& problems) {
  const Config r = Config::parse(report, "x.yaml"), p = Config::parse(paper, "x.yaml");
  return read_report_spec(&r, &p, kVariants, problems);
}

}  // namespace purkinje::report
