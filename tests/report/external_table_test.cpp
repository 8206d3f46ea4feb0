// Tables about other data sets: parts by name, said in the title, nothing pooled, few positives flagged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "db/writer.h"
#include "report/csv.h"
#include "report/table_model.h"
#include "tests/db/fixture.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> kParts = {"ludb", "twelve_lead"};

ReportSpec spec_of(const std::string& yaml, Problems& problems) {
  const Config report = Config::parse(yaml, "x.yaml");
  return read_report_spec(&report, nullptr, kVariants, problems, {}, kParts);
}

std::string complaints(const std::string& yaml) {
  Problems problems;
  spec_of(yaml, problems);
  return testing::PrintToString(problems.lines());
}

Table table_of(const std::string& yaml, const FakeCells& cells) {
  Problems problems;
  const ReportSpec spec = spec_of(yaml, problems);
  EXPECT_THAT(problems.lines(), IsEmpty());
  const ReportSpec kept = report_spec_from_json(to_json(spec));
  return build_table(kept.tables.at(0), kept, cells, {"s1", "full", "0123456789abcdef", ""});
}

const std::string kYaml = R"(
tables:
  t:
    title: A table
    part: ludb
    columns: [roc_auc, accuracy]
    rows:
      - {variant: full}
      - {variant: full, part: test, label: the same on the own data}
)";

FakeCells two_folds() {
  FakeCells cells;
  for (const char* metric : {"roc_auc", "accuracy"}) {
    cells.add(metric, "full", 1, std::nullopt, .9);
    for (int fold = 0; fold < 2; ++fold) {
      cells.add(metric, "full", 1, fold, .8);
      cells.add(std::string(metric) + " on ludb", "full", 1, fold, .6 + .1 * fold);
    }
  }
  cells.totals_ = {{"S", 40, 60, 0}};
  cells.external_totals_["ludb"] = {{"S", 4, 146, 0}};
  cells.external_ = {{"ludb", "A database with marked waves", "annotated"}};
  return cells;
}

TEST(ExternalTables, average_the_networks_of_the_folds_and_pool_the_own_parts) {
  const Table table = table_of(kYaml, two_folds());

  EXPECT_NEAR(*table.rows[0].cells[0].ours.mean, .65, 1e-12);
  EXPECT_NEAR(*table.rows[1].cells[0].ours.mean, .9, 1e-12);
  EXPECT_TRUE(table.complete());
  EXPECT_THAT(table.spread,
              HasSubstr("the pooled test predictions of 2 folds, or the mean over the networks of 2 "
                        "folds, on all of ludb"));
}

TEST(ExternalTables, say_in_title_rows_and_notes_that_it_is_another_data_set) {
  const Table table = table_of(kYaml, two_folds());

  EXPECT_EQ(table.title, "A table [some rows on ludb: other data, never seen in training]");
  EXPECT_EQ(table.rows[1].label, "the same on the own data");
  EXPECT_THAT(table.notes,
              Contains("ludb is A database with marked waves: nothing of ludb trained, chose a threshold or "
                       "fitted a scaling."));
  EXPECT_THAT(table.notes, Contains(HasSubstr("On ludb: Positives of S: 4/150")));
  EXPECT_THAT(table.notes, Contains(HasSubstr("On test: Positives of S: 40/100")));
}

TEST(ExternalTables, say_which_records_and_classes_of_the_set_count) {
  auto cells = two_folds();
  auto& set = cells.external_[0];
  set.include = {"ludb/1*"};
  set.exclude = {"ludb/10", "ludb/12"};
  set.classes = {{"S", {"PAC", "PJC"}}};
  set.at_most_per_class = 1;

  const Table table = table_of(kYaml, cells);

  EXPECT_THAT(
      table.notes,
      Contains("ludb is A database with marked waves, of it only ludb/1*, without ludb/10, ludb/12, of "
               "each record at most 1 example a class (S there is PAC or PJC): nothing of ludb trained, "
               "chose a threshold or fitted a scaling."));
}

TEST(ExternalTables, shorten_long_lists_of_records) {
  auto cells = two_folds();
  cells.external_[0].exclude = {"a", "b", "c", "d", "e", "f", "g", "h"};

  const Table table = table_of(kYaml, cells);

  EXPECT_THAT(table.notes, Contains(HasSubstr(", without a, b, c, d, e, f and 2 more: nothing")));
}

TEST(ExternalTables, know_what_counts_from_the_revision) {
  const db::test::Folder folder;
  {
    db::Writer writer(folder / "a.db");
    writer.add_data_set(db::test::data_set());
    auto revision = db::test::revision();
    const Json entry = {{"set", "other"},
                        {"include", Json::array()},
                        {"exclude", {"other/9*"}},
                        {"classes", {{"MI", {"infarction"}}}},
                        {"at_most_per_class", nullptr}};
    Json variants = Json::array();
    for (const char* name : {"full", "plain"})
      variants.push_back({{"name", name}, {"data", {{"external", {{"outside", entry}}}}}});
    variants[1]["data"]["external"]["outside"]["exclude"] = Json::array();
    revision.resolved = Json({{"variants", variants}}).dump();
    writer.add_plan(revision, db::test::jobs(), db::test::cells());
  }
  const db::Reader reader(folder / "a.db");

  const auto sets = DatabaseCells(reader, "digest-1").external();

  ASSERT_EQ(sets.size(), 2u) << "once for each way";
  EXPECT_EQ(sets[0].part, "outside");
  EXPECT_EQ(sets[0].title, "Another set");
  EXPECT_THAT(sets[0].exclude, ElementsAre("other/9*"));
  EXPECT_THAT(sets[0].classes, ElementsAre(testing::Pair("MI", ElementsAre("infarction"))));
  EXPECT_FALSE(sets[0].at_most_per_class.has_value());
  EXPECT_THAT(sets[1].exclude, IsEmpty());
}

TEST(ExternalTables, label_a_row_by_its_part_where_it_has_no_label) {
  const Table table = table_of(
      "tables:\n  t:\n    columns: [roc_auc]\n    rows: [{variant: full, part: ludb}]\n", two_folds());

  EXPECT_EQ(table.rows[0].label, "full, on ludb");
  EXPECT_EQ(table.rows[0].name, "full@ludb");
}

TEST(ExternalTables, tell_rows_apart_that_differ_in_their_part_alone) {
  auto cells = two_folds();
  cells.add("roc_auc on validation", "full", 1, std::nullopt, .7);

  const Table table = table_of(
      "tables:\n  t:\n    columns: [roc_auc]\n    rows: [full, {variant: full, part: validation}, "
      "{variant: full, part: ludb}]\n",
      cells);

  EXPECT_EQ(table.rows[0].label, "full, on test");
  EXPECT_EQ(table.rows[1].label, "full, on validation");
  EXPECT_EQ(table.rows[2].label, "full, on ludb");
}

TEST(ExternalTables, say_on_which_data_all_numbers_or_some_columns_are) {
  const auto title = [](const std::string& keys) {
    return table_of("tables:\n  t:\n    title: T\n" + keys, two_folds()).title;
  };

  EXPECT_EQ(title("    part: ludb\n    columns: [roc_auc]\n    rows: [full]\n"),
            "T [on ludb: other data, never seen in training]");
  EXPECT_EQ(title("    columns: [roc_auc, {metric: roc_auc, name: there, part: ludb}]\n    rows: [full]\n"),
            "T [some columns on ludb: other data, never seen in training]");
  EXPECT_EQ(title("    columns: [roc_auc, {metric: roc_auc, name: there, part: ludb}]\n"
                  "    rows: [full, {variant: full, part: validation}]\n"),
            "T [some numbers on ludb: other data, never seen in training]");
}

TEST(ExternalTables, tell_columns_apart_that_differ_in_their_part_alone) {
  const auto headings = [](const std::string& columns) {
    std::vector<std::string> labels;
    for (const TableColumn& column :
         table_of("tables:\n  t:\n    columns: [" + columns + "]\n    rows: [full]\n", two_folds()).columns)
      labels.push_back(column.label);
    return labels;
  };

  EXPECT_THAT(headings("roc_auc, {metric: roc_auc, name: there, part: ludb}, accuracy"),
              ElementsAre("ROC-AUC on test", "ROC-AUC on ludb", "accuracy"));
  EXPECT_THAT(headings("roc_auc, {metric: accuracy, part: ludb}"),
              ElementsAre("ROC-AUC", "accuracy on ludb"));
  EXPECT_THAT(headings("roc_auc, {metric: roc_auc, name: there, part: ludb, label: elsewhere}"),
              ElementsAre("ROC-AUC on test", "elsewhere"));
  EXPECT_THAT(
      headings("{metric: roc_auc, variant: full}, {metric: roc_auc, variant: full, name: there, part: ludb}"),
      ElementsAre("full on test", "full on ludb"));
  EXPECT_THAT(headings("{metric: f1, rule: fixed_0.5, chosen_on: fixed, name: a}, "
                       "{metric: f1, rule: max_f1, chosen_on: validation, name: b, part: ludb}"),
              ElementsAre("F1 on test", "F1 on ludb"));
}

TEST(ExternalTables, have_no_interval_of_several_folds_and_say_that_nothing_is_pooled) {
  const Table folds = table_of(
      "tables:\n  t:\n    part: ludb\n    interval: patients\n    columns: [roc_auc]\n    rows: [full]\n",
      two_folds());
  FakeCells one_split;
  one_split.add("roc_auc on ludb", "full", 1, 0, .6);
  const Table split = table_of(
      "tables:\n  t:\n    part: ludb\n    interval: patients\n    columns: [roc_auc]\n    rows: [full]\n",
      one_split);

  EXPECT_THAT(folds.notes, Contains(HasSubstr("No interval in full: the networks of the 2 folds each predict "
                                              "all of ludb, and nothing is pooled.")));
  EXPECT_THAT(split.notes, Contains("No interval in full: no predictions of the first seed."));
}

TEST(ExternalTables, are_not_those_of_which_only_a_generator_says_something) {
  const Table table = table_of(R"(
tables:
  t:
    title: T
    part: ludb
    columns:
      - {variant: full, metric: roc_auc, part: test}
      - {variant: full, metric: beats, name: a, class: S}
      - {variant: cnn_gru, metric: beats, name: b, class: S}
      - {variant: full, metric: beats, name: c, class: V}
    rows: [{name: all, label: all}]
)",
                               two_folds());

  EXPECT_EQ(table.title, "T");
  EXPECT_EQ(table.columns[0].label, "ROC-AUC");
  EXPECT_EQ(table.columns[1].label, "generated beats (full)");
  EXPECT_EQ(table.columns[2].label, "generated beats (cnn_gru)");
  EXPECT_EQ(table.columns[3].label, "generated beats") << "with its class behind it in the heading";
  EXPECT_THAT(to_csv(table), HasSubstr(",b,beats,S,,"));
}

TEST(ExternalTables, of_regions_say_where_these_come_from) {
  auto cells = two_folds();
  cells.add("attention_share_p on ludb", "full", 1, 0, .1);
  cells.add("attention_share_p on ludb", "full", 1, 1, .1);

  const Table table =
      table_of("tables:\n  t:\n    part: ludb\n    columns: [attention_share_p]\n    rows: [full]\n", cells);

  EXPECT_THAT(table.notes,
              Contains(HasSubstr("Its regions of the ECG are those that are marked beside its records.")));
}

TEST(ExternalTables, flag_rows_by_the_positives_of_their_own_part) {
  const Table table = table_of(kYaml + "    underpowered_below: 25\n", two_folds());

  EXPECT_EQ(table.rows[0].texts.front(), "full, on ludb †");
  EXPECT_THAT(to_csv(table), HasSubstr("t,full,\"full, on ludb\",roc_auc,roc_auc,,ludb,"));
  EXPECT_THAT(to_csv(table), Not(HasSubstr("†")));
  EXPECT_EQ(table.rows[1].label, "the same on the own data");
  EXPECT_THAT(table.notes,
              Contains("† under-powered: fewer than 25 positives on ludb (S 4); not to be ranked."));
}

TEST(ExternalTables, are_refused_for_parts_that_are_none_and_thresholds_chosen_there) {
  const auto table = [](const std::string& keys) {
    return "tables:\n  t:\n    columns: [f1]\n    rows: [full]\n" + keys;
  };

  EXPECT_THAT(complaints(table("    part: ludbb\n")), HasSubstr("did you mean 'ludb'?"));
  EXPECT_THAT(complaints("tables:\n  t:\n    columns: [f1]\n    rows: [{variant: full, part: twelvelead}]\n"),
              HasSubstr("did you mean 'twelve_lead'?"));
  EXPECT_THAT(complaints(table("    part: ludb\n    rule: max_f1\n    chosen_on: test\n")),
              HasSubstr("no threshold is chosen on 'ludb', which is only ever evaluated"));
  EXPECT_EQ(complaints(table("    part: ludb\n    rule: max_f1\n    chosen_on: validation\n")), "{}");
  EXPECT_EQ(complaints(table("    rule: max_f1\n    chosen_on: test\n")), "{}");
}

TEST(ExternalTables, keep_the_text_of_reports_that_have_none) {
  Problems problems;
  const auto json = to_json(read_spec(kReportYaml, kPaperYaml, problems));

  EXPECT_THAT(json.dump(), Not(HasSubstr("\"part\":\"\"")));
}

}  // namespace
}  // namespace purkinje::report
