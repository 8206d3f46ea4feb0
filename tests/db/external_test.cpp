// Samples of another data set among those of a prepared one: counted by themselves, evaluated under their
// name.
#include <gmock/gmock.h>

#include "db/diff.h"
#include "db/recompute.h"
#include "tests/db/fixture.h"

namespace purkinje::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint32_t kFirst = test::kSamples;

ResultRecord result(int64_t attempt) {
  auto record = test::training_result("full", 1, 0, attempt);
  record.predictions.push_back(
      {"train", "outside", "sigmoid", 1, {kFirst, kFirst + 1, kFirst + 2, kFirst + 3}, {-1, 0.5f, 0.25f, 1}});
  metrics::Scores scores{
      4, 1, metrics::apply_link(metrics::Link::sigmoid, {-1, 0.5f, 0.25f, 1}, 1), {0, 1, 0, 1}};
  const auto stored = record.predictions[0];
  metrics::Scores validation{
      stored.samples.size(), 1, metrics::apply_link(metrics::Link::sigmoid, stored.raw, 1), {0, 1, 0, -1}};
  record.evaluations.push_back(
      {"train", "outside",
       metrics::evaluate(metrics::Task::binary, {"MI"}, scores, &validation,
                         {{}, {metrics::ThresholdRule::Kind::max_f1, 0}}, "outside")});
  return record;
}

void fill(const std::filesystem::path& file) {
  Writer writer(file);
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  writer.add_result(test::artefact_result(writer.add_attempt(test::kArtefact, 0, Json::object())));
  writer.add_result(result(writer.add_attempt("full-1-0", 0, Json::object())));
}

class ExternalParts : public ::testing::Test {
 protected:
  void SetUp() override { fill(file); }
  std::vector<std::vector<Value>> rows(const std::string& sql) const { return Reader(file).query(sql).rows; }

  test::Folder folder;
  std::filesystem::path file = folder / "a.db";
};

TEST_F(ExternalParts, are_counted_apart_from_the_set_that_trains) {
  EXPECT_THAT(rows("SELECT positives, negatives, unknown, samples, patients FROM v_data_set"),
              ElementsAre(std::vector<Value>{int64_t{3}, int64_t{4}, int64_t{1}, int64_t{8}, int64_t{4}}));
  EXPECT_THAT(rows("SELECT part, positives, negatives, unknown, samples, source, regions FROM v_external"),
              ElementsAre(std::vector<Value>{std::string("outside"), int64_t{2}, int64_t{2}, int64_t{0},
                                             int64_t{4}, std::string("other"), std::string("annotated")}));
  EXPECT_THAT(rows("SELECT count(*) FROM v_sample WHERE external = 'outside'"),
              ElementsAre(std::vector<Value>{int64_t{4}}));
}

TEST_F(ExternalParts, have_numbers_that_recomputation_finds_again) {
  const RecomputeResult first = recompute(file);

  for (const auto& change : first.changes) EXPECT_NE(change.part, "outside");
  EXPECT_THAT(
      rows("SELECT DISTINCT t.chosen_on FROM v_threshold t WHERE t.part = 'outside' ORDER BY 1"),
      ElementsAre(std::vector<Value>{std::string("fixed")}, std::vector<Value>{std::string("validation")}));
  EXPECT_THAT(recompute(file).changes, IsEmpty());
  EXPECT_EQ(rows("SELECT value FROM v_metric WHERE part = 'outside' AND metric = 'roc_auc'").at(0).at(0),
            Value(1.0));
}

TEST_F(ExternalParts, are_compared_between_databases) {
  fill(folder / "b.db");
  EXPECT_TRUE(diff(Reader(file), Reader(folder / "b.db")).equal());
  {
    Writer writer(folder / "c.db");
    auto other = test::data_set();
    other.external[0].name = "elsewhere";
    writer.add_data_set(other);
  }
  for (const DiffCount& count : diff(Reader(file), Reader(folder / "c.db")).counts)
    if (count.table == "external_part") {
      EXPECT_EQ(count.only_a, 1u);
      EXPECT_EQ(count.only_b, 1u);
    }
}

TEST_F(ExternalParts, are_numbers_of_a_cell_like_those_of_its_test_part) {
  Reader::CellMetric key;
  key.metric = "roc_auc";
  key.part = "outside";
  key.pooled = false;

  const auto values = Reader(file).cell_values("digest-1", key);

  ASSERT_FALSE(values.empty());
  EXPECT_EQ(values[0].value, 1.0);
}

}  // namespace
}  // namespace purkinje::db
