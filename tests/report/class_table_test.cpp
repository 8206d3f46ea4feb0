// Tables whose rows are classes or stages, and what is said of them: S1's and S3's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/table_model.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kReport = R"(
tables:
  by_class:
    title: AUPRC
    row_header: class
    underpowered_below: 25
    columns:
      - {variant: gru, metric: auprc}
      - {variant: te, metric: auprc}
    rows: [{class: NSR}, {class: LBBB}]
  operating:
    title: Thresholds
    row_header: class
    rule: max_f1
    chosen_on: test
    columns:
      - {variant: te, name: share, metric: prevalence}
      - {variant: te, name: cut, metric: threshold}
    rows: [{class: NSR}, {class: LBBB}, {class: AF}]
    correlations: [{x: share, y: cut, without: [NSR], paper: -0.68}]
  stages:
    title: Stages
    columns: [roc_auc]
    rows:
      - {variant: gru}
      - {variant: te, stage: frozen, label: frozen}
      - {variant: te, stage: tuned}
)";

constexpr const char* kPaper = R"(
by_class: {NSR: {gru: 0.8, te: 0.9}, LBBB: {gru: 0.4, te: 0.7}}
operating: {NSR: {share: 0.5, cut: 0.6}, LBBB: {share: 0.1, cut: 0.9}, AF: {share: 0.2, cut: 0.95}}
stages: {te/tuned: {roc_auc: 0.99}}
)";

ReportSpec spec_of(const std::string& report, const std::string& paper,
                   std::vector<std::string>* said = nullptr) {
  const std::vector<std::string> variants{"gru", "te"};
  const Config report_tree = Config::parse(report, "experiment.yaml"),
               paper_tree = Config::parse(paper, "experiment.yaml");
  Problems problems;
  auto spec = read_report_spec(&report_tree, &paper_tree, variants, problems);
  if (said)
    *said = problems.lines();
  else
    EXPECT_THAT(problems.lines(), ElementsAre());
  return spec;
}

FakeCells measured() {
  FakeCells cells;
  for (const auto& [variant, base] : {std::pair("gru", .5), {"te", .6}}) {
    cells.add("auprc of NSR", variant, 1, std::nullopt, base + .2);
    cells.add("auprc of LBBB", variant, 1, std::nullopt, base);
    cells.add("roc_auc", variant, 1, std::nullopt, base);
  }
  for (const auto& [name, share, cut] : {std::tuple("NSR", .5, .3), {"LBBB", .1, .5}, {"AF", .2, .4}}) {
    cells.add(std::string("prevalence of ") + name, "te", 1, std::nullopt, share);
    cells.add(std::string("threshold of ") + name, "te", 1, std::nullopt, cut);
  }
  cells.add("roc_auc in frozen", "te", 1, std::nullopt, .7);
  cells.add("roc_auc in tuned", "te", 1, std::nullopt, .8);
  cells.data_set_totals_ = {{"NSR", 500, 235, 0}, {"LBBB", 11, 724, 0}};
  return cells;
}

Table table(size_t index) {
  const auto spec = spec_of(kReport, kPaper);
  TableContext context;
  context.task = "multi_label";
  context.variant_titles = {{"gru", "GRU"}, {"te", "CNN-TE"}};
  context.protocols = {{"gru", "one split by patient"}, {"te", "one split by patient"}};
  return build_table(spec.tables.at(index), spec, measured(), context);
}

TEST(ClassTable, sets_variants_beside_each_other_with_the_papers_numbers_of_the_class) {
  const Table auprc = table(0);

  EXPECT_EQ(auprc.columns[1].label, "CNN-TE");
  EXPECT_DOUBLE_EQ(*auprc.rows[0].cells[0].ours.mean, .7);
  EXPECT_DOUBLE_EQ(*auprc.rows[1].cells[1].ours.mean, .6);
  EXPECT_EQ(auprc.rows[1].cells[1].paper->mean, .7);
  EXPECT_TRUE(auprc.complete());
}

TEST(ClassTable, flags_the_classes_that_are_too_rare_to_be_ranked) {
  const Table auprc = table(0);

  EXPECT_EQ(auprc.rows[0].label, "NSR");
  EXPECT_EQ(auprc.rows[1].texts.front(), "LBBB †");
  EXPECT_THAT(auprc.notes, Contains(HasSubstr("fewer than 25 positives in the whole data set (LBBB 11)")));
}

TEST(ClassTable, orders_its_columns_by_their_mean_over_the_classes) {
  const Table auprc = table(0);

  EXPECT_THAT(auprc.notes, Contains(HasSubstr("best first: paper CNN-TE > GRU; ours CNN-TE > GRU")));
}

TEST(ClassTable, orders_its_columns_from_the_smallest_where_smaller_is_better) {
  const auto spec = spec_of(R"(
tables:
  by_class:
    title: Brier score
    columns: [{variant: gru, metric: brier}, {variant: te, metric: brier}]
    rows: [{class: NSR}, {class: LBBB}]
)",
                            "by_class: {NSR: {gru: 0.2, te: 0.1}, LBBB: {gru: 0.4, te: 0.1}}");
  FakeCells cells;
  for (const char* name : {"NSR", "LBBB"}) {
    cells.add(std::string("brier of ") + name, "gru", 1, std::nullopt, .25);
    cells.add(std::string("brier of ") + name, "te", 1, std::nullopt, .15);
  }
  TableContext context;
  context.task = "multi_label";
  context.variant_titles = {{"gru", "GRU"}, {"te", "CNN-TE"}};

  const Table brier = build_table(spec.tables.at(0), spec, cells, context);

  EXPECT_THAT(brier.notes, Contains(HasSubstr("GRU 0.300 and 0.250, CNN-TE 0.100 and 0.150")));
  EXPECT_THAT(brier.notes, Contains(HasSubstr("best first: paper CNN-TE > GRU; ours CNN-TE > GRU")));
}

TEST(ClassTable, says_the_correlation_of_two_columns_with_and_without_the_extreme_row) {
  const Table operating = table(1);

  EXPECT_THAT(operating.notes, Contains(HasSubstr("Correlation of positives and threshold over the rows")));
  EXPECT_EQ(operating.columns[1].threshold, "max F1, test-chosen");
  EXPECT_THAT(
      operating.notes,
      Contains(HasSubstr(
          "from the paper's printed numbers: Pearson -0.93, Spearman -0.50, 3 rows (printed: -0.68)")));
  EXPECT_THAT(operating.notes, Contains(HasSubstr("ours: Pearson -0.96, Spearman -1.00, 3 rows; without NSR: "
                                                  "Pearson -1.00, Spearman -1.00, 2 rows")));
}

TEST(ClassTable, shows_a_variant_once_for_each_of_its_stages) {
  const Table stages = table(2);

  EXPECT_DOUBLE_EQ(*stages.rows[0].cells[0].ours.mean, .5);
  EXPECT_DOUBLE_EQ(*stages.rows[1].cells[0].ours.mean, .7);
  EXPECT_DOUBLE_EQ(*stages.rows[2].cells[0].ours.mean, .8);
  EXPECT_EQ(stages.rows[1].label, "frozen");
  EXPECT_EQ(stages.rows[2].cells[0].paper->mean, .99);
}

TEST(ClassTable, says_in_its_title_how_the_data_were_split) {
  EXPECT_EQ(table(0).title, "AUPRC [one split by patient]");
}

TEST(ClassTable, survives_its_way_through_the_revision) {
  const auto spec = spec_of(kReport, kPaper);

  EXPECT_EQ(to_json(report_spec_from_json(to_json(spec))), to_json(spec));
  EXPECT_EQ(report_spec_from_json(to_json(spec)).tables[1].correlations[0].without,
            std::vector<std::string>{"NSR"});
}

TEST(ClassTable, names_unknown_variants_columns_and_rows) {
  std::vector<std::string> said;
  spec_of(R"(
tables:
  t:
    columns: [{variant: tee, metric: auprc}]
    rows: [{class: NSR}]
    correlations: [{x: tea, y: tee, without: [NRS]}]
  u:
    columns: [auprc]
    rows: [{class: NSR}]
)",
          "", &said);

  EXPECT_THAT(said, Contains(HasSubstr("no variant is called 'tee'; did you mean 'te'?")));
  EXPECT_THAT(said, Contains(HasSubstr("table 't' has no column 'tea'")));
  EXPECT_THAT(said, Contains(HasSubstr("table 't' has no row 'NRS'; did you mean 'NSR'?")));
  EXPECT_THAT(said, Contains(HasSubstr("'variant' is missing")));
}

}  // namespace
}  // namespace purkinje::report
