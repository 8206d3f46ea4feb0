// Reading the report: and paper: blocks.
#include "report/spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string all_problems(const std::string& report, const std::string& paper) {
  Problems problems;
  read_spec(report, paper, problems);
  std::string text;
  for (const std::string& line : problems.lines()) text += line + "\n";
  return text;
}

TEST(ReportSpec, reads_both_tables_of_s0) {
  Problems problems;

  const ReportSpec spec = read_spec(kReportYaml, kPaperYaml, problems);

  EXPECT_THAT(problems.lines(), ElementsAre());
  ASSERT_EQ(spec.tables.size(), 2u);
  EXPECT_EQ(spec.tables[0].columns[0].rule, "");
  EXPECT_EQ(spec.tables[0].columns[1].rule, "fixed_0.5");
  EXPECT_EQ(spec.tables[0].row_header, "");  // the text columns say which row it is
  EXPECT_EQ(spec.tables[1].row_header, "model");
  EXPECT_EQ(spec.paper.at("table_2").rows.at("cnn_gru").at("roc_auc").mean, .541);
  EXPECT_EQ(spec.counts->negatives, 514);
}

TEST(ReportSpec, survives_its_way_through_the_revision) {
  Problems problems;
  const ReportSpec spec = read_spec(kReportYaml, kPaperYaml, problems);

  const Json json = to_json(spec);
  const ReportSpec back = report_spec_from_json(Json::parse(json.dump()));

  EXPECT_EQ(to_json(back), json);
  EXPECT_EQ(back.tables[0].rows[2].cells[1].first, "spatial");
}

TEST(ReportSpec, keeps_intervals_where_they_are_asked_for_and_is_as_before_where_not) {
  Problems problems;
  const std::string report = "tables:\n  t:\n    columns: [roc_auc]\n";
  const ReportSpec without = read_spec(report, "", problems);
  const ReportSpec with = read_spec(report + "    interval: records\n    resamples: 500\n", "", problems);

  const ReportSpec back = report_spec_from_json(to_json(with));

  EXPECT_THAT(problems.lines(), ElementsAre());
  EXPECT_EQ(back.tables[0].interval, "records");
  EXPECT_EQ(back.tables[0].resamples, 500);
  EXPECT_EQ(without.tables[0].interval, "none");
  EXPECT_FALSE(to_json(without)["tables"][0].contains("interval"));
  EXPECT_FALSE(to_json(without)["tables"][0].contains("resamples"));
  EXPECT_EQ(report_spec_from_json(to_json(without)).tables[0].resamples, 1000);
}

TEST(ReportSpec, keeps_a_note_and_writes_nothing_where_there_is_none) {
  Problems problems;
  const std::string report = "tables:\n  t:\n    columns: [roc_auc]\n";

  const Json with = to_json(read_spec(report + "    note: Look twice.\n", "", problems));
  const Json without = to_json(read_spec(report, "", problems));

  EXPECT_THAT(problems.lines(), ElementsAre());
  EXPECT_EQ(report_spec_from_json(with).tables[0].note, "Look twice.");
  EXPECT_FALSE(without.at("tables").at(0).contains("note"));
}

TEST(ReportSpec, names_the_nearest_variant_metric_rule_and_row_with_file_and_line) {
  EXPECT_THAT(all_problems("tables:\n  t:\n    columns: [roc_auk]\n    rows: [ful]\n", ""),
              testing::AllOf(HasSubstr("x.yaml:3"), HasSubstr("did you mean 'roc_auc'"),
                             HasSubstr("x.yaml:4"), HasSubstr("did you mean 'full'")));
  EXPECT_THAT(all_problems("tables:\n  t:\n    rule: max_f2\n    columns: [accuracy]\n", ""),
              HasSubstr("did you mean 'max_f1'"));
  EXPECT_THAT(all_problems(kReportYaml, "table_1:\n  fulll: {roc_auc: 1}\n"),
              HasSubstr("did you mean 'full'"));
  EXPECT_THAT(all_problems(kReportYaml, "table_1:\n  full: {roc_acu: 1}\n"),
              HasSubstr("did you mean 'roc_auc'"));
  EXPECT_THAT(all_problems(kReportYaml, "tabel_1: {}\n"), HasSubstr("did you mean 'table_1'"));
  EXPECT_THAT(all_problems("tabels: {}\n", ""), HasSubstr("did you mean 'tables'"));
}

TEST(ReportSpec, refuses_what_cannot_be) {
  EXPECT_THAT(all_problems("tables:\n  t:\n    columns: [{metric: f1, rule: max_f1}]\n", ""),
              HasSubstr("cannot be chosen on"));
  EXPECT_THAT(all_problems("tables:\n  t:\n    over: folds\n    columns: [roc_auc]\n", ""),
              HasSubstr("pooled: false"));
  EXPECT_THAT(
      all_problems("tables:\n  t:\n    columns: [f1, {metric: f1, rule: max_f1, chosen_on: test}]\n", ""),
      HasSubstr("two columns are called 'f1'"));
  EXPECT_THAT(all_problems(kReportYaml, "table_1:\n  full: {roc_auc: high}\n"), HasSubstr("[mean, SD]"));
}

TEST(ReportSpec, refuses_a_row_and_a_column_of_different_classes) {
  const auto table = [](const std::string& of_row) {
    return "tables:\n  t:\n    columns:\n      - {metric: auprc, class: LVH}\n    rows:\n      - {variant: "
           "full" +
           of_row + "}\n";
  };

  EXPECT_THAT(all_problems(table(", class: AF"), ""),
              testing::AllOf(HasSubstr("x.yaml:6"),
                             HasSubstr("the row says class 'AF', its column 'auprc' class 'LVH'")));
  EXPECT_EQ(all_problems(table(", class: LVH"), ""), "");
  EXPECT_EQ(all_problems(table(""), ""), "");
}

TEST(ReportSpec, refuses_a_table_called_as_the_page_of_the_report) {
  for (const std::string name : {"README", "readme", "ReadMe"})
    EXPECT_THAT(all_problems("tables:\n  " + name + ":\n    columns: [roc_auc]\n", ""),
                HasSubstr("a table cannot be called '" + name + "'"));
  EXPECT_EQ(all_problems("tables:\n  readme_2:\n    columns: [roc_auc]\n", ""), "");
}

TEST(ReportSpec, makes_a_table_of_all_variants_where_no_report_is_asked_for) {
  Problems problems;

  const ReportSpec spec = read_report_spec(nullptr, nullptr, kVariants, problems);

  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(spec.tables.size(), 1u);
  EXPECT_EQ(spec.tables[0].rows.size(), kVariants.size());
}

TEST(ReportSpec, says_so_when_the_stored_form_is_of_another_version) {
  EXPECT_THROW(report_spec_from_json(Json{{"form", 99}}), InputError);
  EXPECT_THROW(report_spec_from_json(Json::object()), InputError);
}

}  // namespace
}  // namespace purkinje::report
