// What a table says: numbers, spreads, gaps, order, and whether the paper's own numbers agree.
#include "report/table_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "metrics/registry.h"
#include "report/metric_words.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kMetrics = {"roc_auc", "accuracy", "precision", "sensitivity", "specificity"};

// Two seeds of five folds each, pooled and single, for every variant; `base` is the mean of each variant's
// values.
FakeCells two_seeds(const std::map<std::string, double>& base) {
  FakeCells cells;
  for (const std::string& metric : kMetrics)
    for (const auto& [variant, value] : base)
      for (uint64_t seed = 0; seed < 2; ++seed) {
        cells.add(metric, variant, seed, std::nullopt, value + (seed == 0 ? -.01 : .01));
        for (int fold = 0; fold < 5; ++fold) cells.add(metric, variant, seed, fold, value + .01 * fold);
      }
  cells.totals_ = {{"MI", 43, 514, 0}};
  return cells;
}

const std::map<std::string, double> kBase = {
    {"full", .9}, {"temporal_only", .8}, {"spatial_only", .7}, {"cnn_only", .6}, {"cnn_gru", .5}};

Table table_of(const FakeCells& cells, size_t index, const std::string& report = kReportYaml,
               const std::string& stand_in = "") {
  Problems problems;
  const ReportSpec spec = read_spec(report, index < 2 && report == kReportYaml ? kPaperYaml : "", problems);
  EXPECT_THAT(problems.lines(), ElementsAre());
  return build_table(spec.tables.at(index), spec, cells, {"s0", "reduced", "0123456789abcdef", stand_in});
}

TEST(Table, sets_mean_and_sample_sd_beside_the_paper) {
  const Table table = table_of(two_seeds(kBase), 0);

  const TableCell& cell = table.rows[2].cells[0];
  EXPECT_EQ(table.rows[2].variant, "full");
  EXPECT_DOUBLE_EQ(*cell.ours.mean, .9);
  EXPECT_NEAR(*cell.ours.sd, .01 * std::sqrt(2), 1e-12);
  EXPECT_EQ(cell.paper->mean, .912);
  EXPECT_TRUE(table.complete());
  EXPECT_EQ(table.spread,
            "Ours: mean ± SD over 2 seeds, each the pooled test predictions of 5 folds; SD with n - 1.");
}

TEST(Table, says_what_single_folds_are_averaged_over) {
  const std::string yaml = "tables:\n  t:\n    pooled: false\n    columns: [roc_auc]\n    rows: [full]\n";

  const Table over_seeds = table_of(two_seeds(kBase), 0, yaml);
  const Table over_folds = table_of(two_seeds(kBase), 0, yaml + "    over: folds\n");

  EXPECT_THAT(over_seeds.spread, HasSubstr("over 2 seeds, each the mean over the test parts of 5 folds"));
  EXPECT_THAT(over_folds.spread,
              HasSubstr("over 10 single folds, each the test predictions of one fold of one seed"));
  EXPECT_EQ(over_folds.rows[0].cells[0].ours.n, 10u);
  EXPECT_NEAR(*over_seeds.rows[0].cells[0].ours.mean, .92, 1e-12);
}

TEST(Table, takes_the_single_evaluation_where_there_is_one_fold_only) {
  FakeCells cells;
  cells.add("roc_auc", "full", 1, 0, .8);
  cells.add("roc_auc", "full", 2, 0, .9);

  const Table table = table_of(cells, 0, "tables:\n  t:\n    columns: [roc_auc]\n    rows: [full]\n");

  EXPECT_THAT(table.spread, HasSubstr("over 2 seeds, each the test predictions of its one split"));
  EXPECT_NEAR(*table.rows[0].cells[0].ours.mean, .85, 1e-12);
}

TEST(Table, counts_and_explains_what_is_missing) {
  FakeCells cells = two_seeds({{"temporal_only", .8}, {"spatial_only", .7}});
  for (const std::string& metric : kMetrics) {
    cells.add(metric, "full", 0, std::nullopt, .9);
    cells.add(metric, "full", 1, std::nullopt, std::nullopt, "host_memory", "failed");
  }

  const Table table = table_of(cells, 0);

  const Measured& ours = table.rows[2].cells[0].ours;
  EXPECT_EQ(ours.n, 1u);
  EXPECT_EQ(ours.expected, 2u);
  EXPECT_FALSE(ours.sd.has_value());
  EXPECT_FALSE(table.complete());
  EXPECT_THAT(table.notes, Contains("Missing in full: seed 1: host_memory."));
  EXPECT_THAT(table.spread, HasSubstr("marked (n/N)"));
}

TEST(Table, counts_a_seed_that_lacks_a_fold_as_missing) {
  std::vector<CellValue> cells;
  for (int fold = 0; fold < 2; ++fold) cells.push_back({"v", 0, fold, "done", .5, ""});
  cells.push_back({"v", 1, 0, "done", .9, ""});
  cells.push_back({"v", 1, 1, "pending", std::nullopt, ""});

  const Measured measured = measure(cells, "v", false);

  EXPECT_EQ(measured.n, 1u);
  EXPECT_EQ(measured.expected, 2u);
  EXPECT_DOUBLE_EQ(*measured.mean, .5);
  EXPECT_THAT(measured.missing, ElementsAre("seed 1, fold 1: pending"));
}

TEST(Table, prints_the_authors_note_before_those_that_are_generated) {
  const std::string yaml = "tables:\n  t:\n    columns: [roc_auc]\n    rows: [full]\n";

  const Table with = table_of(two_seeds(kBase), 0, yaml + "    note: Read this first.\n");
  const Table without = table_of(two_seeds(kBase), 0, yaml);

  ASSERT_FALSE(with.notes.empty());
  EXPECT_EQ(with.notes[0], "Read this first.");
  EXPECT_EQ(with.notes.size(), without.notes.size() + 1);
}

TEST(Table, is_not_complete_where_a_row_was_never_planned) {
  const Table table = table_of(two_seeds({{"full", .9}}), 0);

  EXPECT_FALSE(table.complete());
  EXPECT_THAT(table.notes, Contains("Missing in temporal_only: not planned."));
}

TEST(Table, prints_prevalence_and_the_majority_baseline_under_accuracy) {
  const Table table = table_of(two_seeds(kBase), 0);

  EXPECT_THAT(table.notes,
              Contains("Positives of MI: 43/557 (prevalence 0.077). Always answering the larger class has "
                       "accuracy 0.923."));
}

TEST(Table, compares_the_order_of_rows_and_names_ties_within_an_sd) {
  const Table table = table_of(two_seeds(kBase), 0, kReportYaml, "MI against the rest stands in for CTRCD.");

  EXPECT_THAT(
      table.notes,
      Contains(
          "Order of the rows by ROC-AUC, best first: paper full > temporal_only > spatial_only; ours full > "
          "temporal_only > spatial_only. Spearman's rank correlation 1.00 over 3 rows. Neighbours no further "
          "apart than the larger of their SDs, whose order says little: in the paper full and "
          "temporal_only, temporal_only and spatial_only. On stand-in data this order is all that can be "
          "compared."));
}

TEST(Table, finds_the_printed_row_that_cannot_be) {
  const Table first = table_of(two_seeds(kBase), 0), second = table_of(two_seeds(kBase), 1);

  EXPECT_THAT(first.notes, Contains(HasSubstr("areas are all at least")));
  EXPECT_THAT(second.notes, Contains(HasSubstr("CNN + GRU: 0.776 x 0.886 = 0.688, printed 0.541")));
  EXPECT_THAT(second.notes,
              Contains(HasSubstr("CNN only 0.870 (printed 0.870), CNN + GRU 0.878 (printed 0.878), "
                                 "CNN + GRU + attention 0.933 (printed 0.933); these agree")));
  EXPECT_THAT(
      second.notes,
      Contains(HasSubstr("CNN only 0.294 (printed 0.494), CNN + GRU 0.363 (printed 0.420); too far")));
  EXPECT_THAT(first.notes,
              Contains(HasSubstr("temporal_only 0.562 (printed 0.596), spatial_only 0.520 (printed 0.547), "
                                 "full 0.574 (printed 0.607); close enough")));
  EXPECT_THAT(first.notes, Not(Contains(HasSubstr("Not possible"))));
}

TEST(Table, says_where_each_threshold_was_chosen) {
  EXPECT_EQ(threshold_words("fixed_0.5", "fixed"), "at 0.5");
  EXPECT_EQ(threshold_words("max_f1", "validation"), "max F1, validation-chosen");
  EXPECT_EQ(threshold_words("max_f1", "test"), "max F1, test-chosen");
  EXPECT_EQ(threshold_words("sensitivity_at_specificity_0.9", "test"), "at specificity 0.9, test-chosen");
  EXPECT_EQ(threshold_words("", ""), "");
}

Table table_of_task(const std::string& task) {
  FakeCells cells = two_seeds(kBase);
  cells.totals_ = {{"AF", 30, 70, 0}, {"MI", 10, 90, 0}, {"NORM", 60, 40, 0}};
  Problems problems;
  const ReportSpec spec = read_spec(
      "tables: {t: {columns: [accuracy, sensitivity, {metric: accuracy, class: MI, name: mi}], rows: "
      "[full]}}",
      "", problems);
  EXPECT_THAT(problems.lines(), ElementsAre());
  TableContext context{"s", "full", "0123", ""};
  context.task = task;
  return build_table(spec.tables.at(0), spec, cells, context);
}

TEST(Table, gives_decisions_of_a_multi_class_task_no_threshold_and_says_how_they_are_made) {
  const Table table = table_of_task("multi_class");

  for (const TableColumn& column : table.columns) {
    EXPECT_EQ(column.rule, "");
    EXPECT_EQ(column.threshold, "");
  }
  EXPECT_THAT(table.notes,
              Contains("Mean over the classes for which it is defined, each against the rest: "
                       "sensitivity. Of all classes at once: accuracy. The decision is the class "
                       "with the largest score; there is no threshold."));
  EXPECT_THAT(table.notes, Contains("Positives by class: AF 30/100 (0.300), MI 10/100 (0.100), NORM 60/100 "
                                    "(0.600). Always answering the largest class has accuracy 0.600."));
}

TEST(Table, says_that_columns_of_a_multi_label_task_are_means_over_its_classes) {
  const Table table = table_of_task("multi_label");

  EXPECT_EQ(table.columns[0].threshold, "at 0.5");
  EXPECT_THAT(table.notes,
              Contains("Mean over the classes for which it is defined, each against the rest: accuracy, "
                       "sensitivity. Each class is decided by a threshold of its own."));
  // (0.7 + 0.9 + 0.6) / 3
  EXPECT_THAT(table.notes, Contains(HasSubstr("larger side of each class has accuracy 0.733 in the mean")));
}

std::string prevalence_note_of(const std::string& task, const std::vector<ClassTotals>& totals) {
  FakeCells cells = two_seeds(kBase);
  cells.totals_ = totals;
  Problems problems;
  const ReportSpec spec = read_spec("tables: {t: {columns: [auprc], rows: [full]}}", "", problems);
  TableContext context{"s", "full", "0123", ""};
  context.task = task;
  for (const std::string& note : build_table(spec.tables.at(0), spec, cells, context).notes)
    if (note.starts_with("Positives")) return note;
  return "";
}

TEST(Table, takes_the_auprc_of_chance_over_the_classes_that_have_positives_as_the_mean_auprc_is) {
  EXPECT_EQ(prevalence_note_of("multi_label", {{"AF", 30, 70, 0}, {"MI", 0, 100, 0}, {"NORM", 60, 40, 0}}),
            "Positives by class: AF 30/100 (0.300), MI 0/100 (0.000), NORM 60/100 (0.600). Chance has AUPRC "
            "0.450 in the mean over the classes that have positives.");
  EXPECT_THAT(prevalence_note_of("multi_label", {{"AF", 30, 70, 0}, {"NORM", 60, 40, 0}}),
              testing::EndsWith("Chance has AUPRC 0.450 in the mean over the classes."));
  EXPECT_THAT(prevalence_note_of("multi_label", {{"AF", 0, 70, 0}, {"NORM", 0, 40, 0}}),
              Not(HasSubstr("Chance")));
}

TEST(Table, says_nothing_of_the_auprc_of_chance_where_there_are_no_positives) {
  EXPECT_EQ(prevalence_note_of("binary", {{"MI", 0, 100, 0}}), "Positives of MI: 0/100 (prevalence 0.000).");
  EXPECT_THAT(prevalence_note_of("binary", {{"MI", 25, 75, 0}}), HasSubstr("Chance has AUPRC 0.250."));
}

TEST(Table, quotes_labels_with_commas_in_its_sentences) {
  std::string report = kReportYaml;
  report.replace(report.find("CNN + GRU}"), 9, "\"CNN, GRU\"");
  Problems problems;
  const ReportSpec spec = read_spec(report, kPaperYaml, problems);

  const Table table = build_table(spec.tables.at(1), spec, two_seeds(kBase), {"s0", "reduced", "0123", ""});

  EXPECT_THAT(problems.lines(), ElementsAre());
  EXPECT_THAT(table.notes, Contains(HasSubstr("paper CNN + GRU + attention > 'CNN, GRU' > CNN only;")));
}

TEST(MetricWords, come_from_the_registry_of_metrics) {
  for (const metrics::MetricInfo& metric : metrics::metric_registry()) {
    EXPECT_EQ(metric_label(metric.name), metric.label);
    EXPECT_EQ(smaller_is_better(metric.name), metric.smaller_is_better);
  }
  EXPECT_EQ(metric_label("of_another_program"), "of another program");
}

}  // namespace
}  // namespace purkinje::report
