// Bootstrap intervals of a table's cells: from given predictions, and from those of a database.
#include "report/intervals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/files.h"
#include "base/json.h"
#include "metrics/bootstrap.h"
#include "tests/db/fixture.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Table table_of(const std::string& yaml, const CellSource& cells, const std::string& task = "binary") {
  Problems problems;
  const ReportSpec spec = read_spec(yaml, "", problems);
  EXPECT_THAT(problems.lines(), ElementsAre());
  TableContext context{"", "", "", ""};
  context.task = task;
  return build_table(spec.tables.at(0), spec, cells, context);
}

// The predictions of tests/golden/metrics/bootstrap.json, its groups as records of two patients' names.
SeedPredictions golden_predictions(const Json& golden) {
  SeedPredictions predictions;
  predictions.seed = golden.at("seed");
  predictions.folds = 5;
  predictions.classes = {"x"};
  predictions.scores = {golden.at("score").size(), 1, golden.at("score"), golden.at("label")};
  for (const int group : golden.at("group")) {
    predictions.record.push_back("record " + std::to_string(group));
    predictions.patient.push_back("patient " + std::to_string(group % 2));
  }
  predictions.thresholds = {{"fixed_0.5", "fixed", "", 0.5, ""}};
  return predictions;
}

TEST(Intervals, agree_with_numpy_for_samples_and_for_records) {
  const auto golden =
      Json::parse(read_file(std::string(PURKINJE_SOURCE_DIR) + "/tests/golden/metrics/bootstrap.json"));
  FakeCells cells;
  const std::vector<std::string> metrics = {"roc_auc", "f1", "accuracy"};
  for (const std::string& metric : metrics) cells.add(metric, "full", 17, std::nullopt, .6);
  cells.predictions_["full"] = golden_predictions(golden);

  for (const auto& [unit, of] : {std::pair("samples", "samples"), {"records", "groups"}}) {
    const Table table = table_of("tables: {t: {columns: [roc_auc, f1, accuracy], rows: [full], interval: " +
                                     std::string(unit) + ", resamples: 200}}",
                                 cells);

    for (size_t i = 0; i < metrics.size(); ++i) {
      const Measured& ours = table.rows[0].cells[i].ours;
      ASSERT_TRUE(ours.low && ours.high) << unit << metrics[i];
      EXPECT_NEAR(*ours.low, golden.at(of).at(metrics[i]).at("low").get<double>(), 1e-12) << unit;
      EXPECT_NEAR(*ours.high, golden.at(of).at(metrics[i]).at("high").get<double>(), 1e-12) << unit;
    }
    EXPECT_THAT(table.notes, Not(Contains(HasSubstr("single point"))));
    EXPECT_THAT(table.notes,
                Contains(HasSubstr("Intervals: 95 %, 200 bootstrap resamples of " + std::string(unit) +
                                   ", seed 17, pooled test predictions of 5 folds; thresholds held fixed.")));
  }
}

TEST(Intervals, are_not_there_where_they_are_not_asked_for) {
  FakeCells cells;
  cells.add("roc_auc", "full", 1, std::nullopt, .6);
  SeedPredictions predictions;
  predictions.classes = {"x"};
  predictions.scores = {2, 1, {.1, .9}, {0, 1}};
  cells.predictions_["full"] = predictions;

  const Table table = table_of("tables: {t: {columns: [roc_auc], rows: [full]}}", cells);

  EXPECT_FALSE(table.rows[0].cells[0].ours.low.has_value());
  EXPECT_THAT(table.notes, Not(Contains(HasSubstr("nterval"))));
}

// Two classes of six records: A is ranked without fault, of B there is one positive.
SeedPredictions two_classes() {
  SeedPredictions predictions;
  predictions.seed = 1;
  predictions.task = metrics::Task::multi_label;
  predictions.classes = {"A", "B"};
  predictions.scores.samples = 6;
  predictions.scores.outputs = 2;
  for (int i = 0; i < 6; ++i) {
    predictions.scores.score.insert(predictions.scores.score.end(), {i < 3 ? .9 : .1, .1 * i});
    predictions.scores.label.insert(predictions.scores.label.end(),
                                    {static_cast<int8_t>(i < 3), static_cast<int8_t>(i == 4)});
    predictions.record.push_back(std::to_string(i));
    predictions.patient.push_back(i < 5 ? "one" : "another");
  }
  for (const char* name : {"A", "B"}) {
    predictions.thresholds.push_back({"max_f1", "validation", name, name[0] == 'A' ? .95 : .35, ""});
    predictions.thresholds.push_back({"max_f1", "test", name, std::nullopt, "no positives"});
  }
  return predictions;
}

FakeCells two_class_cells() {
  FakeCells cells;
  for (const std::string name : {"A", "B"})
    for (const std::string metric : {"roc_auc", "sensitivity", "prevalence", "threshold"})
      cells.add(metric + " of " + name, "full", 1, std::nullopt, .5);
  cells.predictions_["full"] = two_classes();
  return cells;
}

constexpr const char* kByClass = R"(
tables:
  t:
    interval: records
    rule: max_f1
    chosen_on: validation
    columns:
      - {variant: full, name: auc, metric: roc_auc}
      - {variant: full, name: se, metric: sensitivity}
      - {variant: full, name: share, metric: prevalence}
      - {variant: full, name: cut, metric: threshold}
    rows: [{class: A}, {class: B}]
)";

TEST(Intervals, are_not_given_where_each_fold_decides_by_a_threshold_of_its_own) {
  auto cells = two_class_cells();
  cells.predictions_["full"].folds = 5;
  for (int fold = 0; fold < 2; ++fold) cells.add("roc_auc of A", "full", 1, fold, .5);

  const Table table = table_of(kByClass, cells, "multi_label");

  EXPECT_TRUE(table.rows[0].cells[0].ours.low.has_value());  // the area needs no threshold
  EXPECT_FALSE(table.rows[0].cells[1].ours.low.has_value());
  EXPECT_THAT(table.notes, Contains(HasSubstr("what is so decided has no interval")));
}

TEST(Intervals, are_of_the_class_and_the_threshold_that_the_cell_names) {
  const Table table = table_of(kByClass, two_class_cells(), "multi_label");

  const auto& a = table.rows[0].cells;
  EXPECT_EQ(a[0].ours.low, 1.0);  // every draw ranks A without fault
  EXPECT_EQ(a[0].ours.high, 1.0);
  EXPECT_EQ(a[1].ours.low, 0.0);  // and no score of it reaches its threshold
  EXPECT_EQ(a[1].ours.high, 0.0);
  EXPECT_EQ(table.rows[1].cells[1].ours.low, 1.0);  // the one positive of B reaches its own
  for (const size_t column : {2, 3}) EXPECT_FALSE(a[column].ours.low.has_value()) << column;
  EXPECT_THAT(table.notes, Contains(HasSubstr("1,000 bootstrap resamples of records, seed 1, test "
                                              "predictions of its one split; thresholds held fixed. They "
                                              "hold what other records could have given")));
  EXPECT_THAT(table.notes, Contains(HasSubstr("An interval of a single point says that no draw differed")));
  EXPECT_THAT(table.notes, Contains(HasSubstr("Resamples in which a number is undefined are left out")));
}

TEST(Intervals, are_left_out_with_the_reason_where_there_are_too_few_positives) {
  FakeCells cells = two_class_cells();
  for (size_t i = 0; i < 6; ++i) cells.predictions_["full"].scores.label[i * 2 + 1] = 0;

  const Table table = table_of(kByClass, cells, "multi_label");

  EXPECT_FALSE(table.rows[1].cells[0].ours.low.has_value());
  EXPECT_THAT(table.notes,
              Contains("No interval in B (ROC-AUC, sensitivity): undefined in 1000 of 1000 resamples."));
}

TEST(Intervals, say_when_there_are_no_predictions_or_no_such_threshold) {
  FakeCells cells = two_class_cells();
  const std::string yaml(kByClass);
  std::string other_rule = yaml;
  other_rule.replace(other_rule.find("max_f1"), 6, "youden");

  const Table without_threshold = table_of(other_rule, cells, "multi_label");
  cells.predictions_.clear();
  const Table without_predictions = table_of(yaml, cells, "multi_label");

  EXPECT_TRUE(without_threshold.rows[0].cells[0].ours.low.has_value());
  EXPECT_THAT(without_threshold.notes,
              Contains(HasSubstr("No interval in A (sensitivity): sensitivity: there is no threshold "
                                 "'youden' chosen on 'validation' for A")));
  EXPECT_THAT(without_predictions.notes,
              Contains("No interval in A (ROC-AUC, sensitivity): no predictions of the first seed."));
  EXPECT_THAT(without_predictions.notes, Not(Contains(HasSubstr("Intervals:"))));
}

TEST(Intervals, are_from_the_pooled_predictions_that_a_database_holds) {
  const db::test::Folder folder;
  {
    db::Writer writer(folder / "a.db");
    db::test::fill(writer);
  }
  const db::Reader reader(folder / "a.db");
  const DatabaseCells cells(reader, "digest-1");
  const std::string yaml =
      "tables: {t: {columns: [roc_auc, f1, {metric: f1, name: chosen, rule: max_f1, chosen_on: validation}], "
      "rows: [full], interval: patients}}";

  const Table table = table_of(yaml, cells);

  // The same by hand from what tests/db/fixture.cpp stored of seed 1: raw 0.1 i - 0.3, two samples a patient.
  metrics::Scores scores{db::test::kSamples, 1, {}, {}};
  std::vector<uint32_t> patients;
  for (uint32_t i = 0; i < db::test::kSamples; ++i) {
    scores.score.push_back(1 / (1 + std::exp(.3 - .1 * i)));
    scores.label.push_back(i == 7 ? int8_t{-1} : static_cast<int8_t>(i % 2));
    patients.push_back(i / 2);
  }
  metrics::Evaluation evaluation;
  evaluation.thresholds = {{"fixed_0.5", "fixed", "", .5, ""}};
  const auto expected = metrics::bootstrap_intervals(
      metrics::Task::binary, {"MI"}, scores, evaluation,
      {{"roc_auc", "", "", ""}, {"f1", "", "fixed_0.5", "fixed"}}, patients, {.seed = 1});
  for (size_t i = 0; i < 2; ++i) {
    ASSERT_TRUE(expected[i].low.has_value());
    EXPECT_EQ(table.rows[0].cells[i].ours.low, expected[i].low);
    EXPECT_EQ(table.rows[0].cells[i].ours.high, expected[i].high);
  }
  EXPECT_LT(*expected[0].low, *expected[0].high);
  EXPECT_FALSE(table.rows[0].cells[2].ours.low.has_value());
  EXPECT_THAT(table.notes, Contains(HasSubstr("1,000 bootstrap resamples of patients, seed 1, pooled test "
                                              "predictions of 2 folds; thresholds held fixed.")));
  EXPECT_EQ(cells.first_predictions("full", "train", "test")->record.front(), "tiny/00");
  EXPECT_FALSE(cells.first_predictions("full", "tuned", "test").has_value());
  EXPECT_FALSE(cells.first_predictions("nobody", "train", "test").has_value());
}

}  // namespace
}  // namespace purkinje::report
