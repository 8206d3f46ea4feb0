// What generators say of their samples, as numbers of a table.
#include "report/artefact_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "db/writer.h"
#include "report/table_model.h"
#include "tests/db/fixture.h"

namespace purkinje::report {
namespace {

using db::test::Folder;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const char* const kDistances = "nearest_real_of_generated";

// A variant with generators of S and V, and one without, of two seeds; the second seed's generator of V is
// not done.
class ArtefactValues : public testing::Test {
 protected:
  ArtefactValues() {
    db::Writer writer(file_);
    writer.add_data_set(db::test::data_set());
    auto revision = db::test::revision();
    revision.variants = {{"gan", "GAN", Json::object()}, {"plain", "plain", Json::object()}};
    std::vector<db::JobRecord> jobs;
    std::vector<db::CellRecord> cells;
    for (const uint64_t seed : {1u, 2u}) {
      for (const char* of : {"S", "V"})
        jobs.push_back({name(of, seed),
                        db::JobKind::artefact,
                        "adversarial",
                        Json::object(),
                        "f00d",
                        seed,
                        0,
                        "multi_class",
                        {}});
      for (const char* variant : {"gan", "plain"}) {
        jobs.push_back({name(variant, seed),
                        db::JobKind::training,
                        "supervised",
                        Json::object(),
                        "f00d",
                        seed,
                        0,
                        "multi_class",
                        {}});
        if (variant == std::string("gan")) jobs.back().needs = {name("S", seed), name("V", seed)};
        cells.push_back({revision.digest, variant, seed, 0, name(variant, seed)});
      }
    }
    writer.add_plan(revision, jobs, cells);
    const int64_t run = writer.add_run(Json::object());
    add(writer, run, "S", 1, {{"class", "S"}, {"beats", 0}, {"real_beats", 30}, {kDistances, nullptr}});
    add(writer, run, "V", 1, {{"class", "V"}, {"beats", 40}, {"real_beats", 50}, {kDistances, 1.5}});
    add(writer, run, "S", 2, {{"class", "S"}, {"beats", 20}, {"real_beats", 31}, {kDistances, 2.5}});
  }
  static std::string name(const std::string& what, uint64_t seed) {
    return what + "-" + std::to_string(seed);
  }
  static void add(db::Writer& writer, int64_t run, const std::string& of, uint64_t seed, const Json& says) {
    db::ResultRecord result;
    result.job = name(of, seed);
    result.attempt = writer.add_attempt(result.job, run, Json::object());
    result.environment = Json::object();
    result.artefact = {of + ".pt", "abc", says};
    writer.add_result(result);
  }
  // "value or reason" of the cells of a variant.
  std::vector<std::string> numbers(const std::string& variant, const std::string& metric,
                                   const std::string& of) const {
    const db::Reader reader(file_);
    CellMetric key;
    key.metric = metric;
    key.class_name = of;
    std::vector<std::string> said;
    for (const CellValue& cell : DatabaseCells(reader, "digest-1").cells(key))
      if (cell.variant == variant) said.push_back(cell.value ? Json(*cell.value).dump() : cell.reason);
    return said;
  }

  Folder folder_;
  std::filesystem::path file_ = folder_ / "a.db";
};

TEST_F(ArtefactValues, are_those_of_the_generator_of_the_class_that_the_cell_builds_on) {
  EXPECT_THAT(numbers("gan", "real_beats", "S"), ElementsAre("30.0", "31.0"));
  EXPECT_THAT(numbers("gan", "beats", "V"), ElementsAre("40.0", "not finished yet"));
  EXPECT_THAT(numbers("gan", kDistances, "S"), ElementsAre(HasSubstr("made no sample"), "2.5"));
}

TEST_F(ArtefactValues, say_why_there_are_none) {
  EXPECT_THAT(numbers("gan", "beats", "F")[0], HasSubstr("builds on no generated samples of class 'F'"));
  EXPECT_THAT(numbers("plain", "beats", "S")[0], HasSubstr("builds on no generated samples of class 'S'"));
  EXPECT_THAT(numbers("gan", "nearest_real_of_real", "S")[0], HasSubstr("says nothing of"));
}

TEST_F(ArtefactValues, of_pooled_folds_are_of_single_folds_only) {
  const Folder folder;
  {
    db::Writer writer(folder / "b.db");
    db::test::fill(writer);
  }
  const db::Reader reader(folder / "b.db");
  CellMetric key;
  key.metric = "beats";

  const auto cells = DatabaseCells(reader, "digest-1").cells(key);

  ASSERT_FALSE(cells.empty());
  EXPECT_THAT(cells[0].reason, HasSubstr("say 'pooled: false'"));
  key.pooled = false;
  EXPECT_EQ(DatabaseCells(reader, "digest-1").cells(key)[0].value, 40);
}

TEST_F(ArtefactValues, stand_in_a_table_of_classes_that_says_what_they_are) {
  const Config report = Config::parse(R"(
tables:
  quality:
    title: GAN
    row_header: class
    columns:
      - {variant: gan, metric: beats, name: beats, digits: 0}
      - {variant: gan, metric: nearest_real_of_generated, name: distance}
    rows: [{class: S}, {class: V}]
)",
                                      "x.yaml");
  Problems problems;
  const auto spec = read_report_spec(&report, nullptr, {"gan", "plain"}, problems);
  const db::Reader reader(file_);
  TableContext context;
  context.task = "multi_class";

  const Table table = build_table(spec.tables.at(0), spec, DatabaseCells(reader, "digest-1"), context);

  EXPECT_THAT(problems.lines(), ElementsAre());
  EXPECT_EQ(table.columns[0].label, "generated beats");
  EXPECT_EQ(table.rows[0].cells[0].ours.mean, 10);  // of both seeds
  EXPECT_EQ(table.rows[1].cells[1].ours.mean, 1.5);
  EXPECT_FALSE(table.rows[1].cells[1].ours.complete());
  EXPECT_THAT(table.spread, HasSubstr("each the generators of one training part"));
  EXPECT_THAT(table.notes,
              Contains(testing::AllOf(HasSubstr("Distances are Euclidean"), HasSubstr("among all real ones"),
                                      HasSubstr("at most 500"), HasSubstr("proves neither"))));
  EXPECT_THAT(table.notes, Contains(HasSubstr("seed 2, fold 0: not finished yet")));
}

TEST_F(ArtefactValues, need_a_class) {
  const auto problems_of = [](const std::string& table) {
    const Config report = Config::parse("tables:\n  t:\n" + table, "x.yaml");
    Problems problems;
    read_report_spec(&report, nullptr, {"gan"}, problems);
    return problems.lines();
  };
  EXPECT_THAT(
      problems_of("    columns: [beats]\n    rows: [gan]\n"),
      Contains(testing::AllOf(HasSubstr("x.yaml:3"), HasSubstr("give the column or every row a 'class'"))));
  EXPECT_THAT(problems_of("    columns: [{metric: beats, class: S}]\n    rows: [gan]\n"), ElementsAre());
  EXPECT_THAT(problems_of("    columns: [nearest_real_of_generatd]\n"),
              Contains(HasSubstr("did you mean 'nearest_real_of_generated'")));
}

}  // namespace
}  // namespace purkinje::report
