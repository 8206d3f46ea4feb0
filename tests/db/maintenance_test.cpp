// Migration, comparison, checks and recomputation.
#include <gmock/gmock.h>

#include <fstream>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "db/check.h"
#include "db/diff.h"
#include "db/recompute.h"
#include "tests/db/fixture.h"
#include "tests/db/foreign.h"

namespace purkinje::db {
namespace {

using test::Folder;

void make_old(const std::filesystem::path& file, int version) {
  const std::filesystem::path tests = std::filesystem::path(PURKINJE_SOURCE_DIR) / "tests/db";
  test::make_database(file, read_file(tests / ("schema_" + std::to_string(version) + ".sql")));
}

std::vector<std::vector<Value>> objects(const std::filesystem::path& file, const std::string& type) {
  return Reader(file)
      .query(
          "SELECT name, replace(replace(sql, char(10), ''), ' ', '') FROM sqlite_schema WHERE type = ?1 "
          "ORDER BY name",
          {type})
      .rows;
}

TEST(Migration, brings_a_file_of_version_1_up_to_date_and_keeps_its_rows) {
  Folder folder;
  make_old(folder / "old.db", 1);

  int found = 0;
  {
    Writer writer(folder / "old.db");
    found = writer.version_found();
    EXPECT_EQ(writer.void_job("job-a", "wrong labels").size(), 1u) << "what version 2 adds works";
  }

  EXPECT_EQ(found, 1);
  const Reader reader(folder / "old.db");
  EXPECT_EQ(reader.query("SELECT outcome FROM v_attempt").rows[0][0], Value(std::string("voided")));
}

TEST(Migration, ends_with_the_schema_of_a_new_file) {
  Folder folder;
  { Writer new_one(folder / "new.db"); }

  for (const int version : {1, 2, 3}) {
    const auto old = folder / ("old" + std::to_string(version) + ".db");
    make_old(old, version);
    { Writer migrated(old); }

    for (const char* type : {"table", "index", "view"}) {
      EXPECT_EQ(objects(old, type), objects(folder / "new.db", type)) << type << " of version " << version;
    }
    EXPECT_EQ(Reader(old).query("SELECT value FROM v_metric").rows[0][0], Value(0.75));
    EXPECT_THAT(Reader(old).query("PRAGMA foreign_key_check").rows, ::testing::IsEmpty());
  }
}

TEST(Migration, keeps_the_traces_of_version_2_as_those_of_the_one_stage_it_knew) {
  Folder folder;
  make_old(folder / "old.db", 2);

  { Writer writer(folder / "old.db"); }

  const auto rows =
      Reader(folder / "old.db")
          .query("SELECT stage, kind, class, record, steps, length(signal_mv), length(columns) FROM v_trace")
          .rows;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0], (std::vector<Value>{std::string("train"), std::string("attention"), std::string(""),
                                         std::string("tiny/01"), int64_t{2}, int64_t{4}, int64_t{0}}));
  EXPECT_EQ(Reader(folder / "old.db").query("SELECT * FROM voided").rows.size(), 1u);
}

void fill(const std::filesystem::path& file) {
  Writer writer(file);
  test::fill(writer);
}

TEST(Diff, finds_nothing_between_two_databases_of_the_same_results) {
  Folder folder;
  fill(folder / "a.db");
  {
    Writer writer(folder /
                  "b.db");  // another history: attempts lost and taken back, another order of planning
    writer.add_data_set(test::data_set());
    writer.add_plan(test::revision(), test::jobs(), test::cells());
    writer.add_run({{"host", "another"}});
    writer.add_attempt("plain-1-1", 1, {{"host", "another"}});
    writer.mark_running_as_lost();
    test::fill(writer);
    writer.void_job("full-1-0", "again");
    for (const auto& [job, fold] : {std::pair<std::string, int>{"full-1-0", 0}}) {
      writer.add_result(test::training_result("full", 1, fold, writer.add_attempt(job, 1, Json::object())));
    }
    writer.add_result(test::pool_result("full", 1, writer.add_attempt("full-1-pool", 1, Json::object())));
  }

  const DiffResult result = diff(Reader(folder / "a.db"), Reader(folder / "b.db"));

  EXPECT_TRUE(result.equal());
  EXPECT_TRUE(result.differences.empty()) << result.differences[0].table << " " << result.differences[0].key;
  for (const DiffCount& count : result.counts) {
    EXPECT_EQ(count.rows_a == 0, count.table == "weights") << count.table << " compares something";
  }
}

TEST(Diff, finds_a_change_in_every_table_that_it_compares) {
  Folder folder;
  fill(folder / "a.db");
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"data_set", "UPDATE data_set SET title = 'x'"},
      {"external_part", "UPDATE external_part SET source = 'x'"},
      {"label", "UPDATE sample_label SET label = 1 WHERE label IS NULL"},
      {"revision", "UPDATE revision SET resolved = '{}'"},
      {"variant", "UPDATE variant SET title = 'x' WHERE name = 'full'"},
      {"cell", "DELETE FROM cell WHERE id = 1"},
      {"job", "UPDATE job SET parameters = 7 WHERE id = 1"},
      {"job_need", "DELETE FROM job_need WHERE position = 1"},
      {"epoch", "UPDATE epoch_value SET value = 9 WHERE epoch = 3"},
      {"prediction", "UPDATE prediction SET raw = raw + 1e-7 WHERE sample = 1"},
      {"trace", "UPDATE trace SET weights = x'00000000' WHERE id = 1"},
      {"weights", "INSERT INTO weights_file VALUES (1, 'w.pt', 'abc')"},
      {"evaluation", "UPDATE evaluation SET samples = 5 WHERE id = 1"},
      {"class_count", "UPDATE class_count SET unknown = 1"},
      {"metric", "UPDATE metric SET value = value + 1e-16 WHERE name = 'f1' AND rule = 'fixed_0.5'"},
      {"threshold", "UPDATE threshold SET value = 0.26 WHERE value = 0.25"},
      {"region", "UPDATE region_weight SET steps = 9 WHERE region = 3"},
      {"artefact", "UPDATE artefact SET sha256 = 'x'"},
      {"confusion", "UPDATE confusion SET count = 7"},
      {"curve", "UPDATE curve SET full_points = 4"},
      {"curve_point", "UPDATE curve_point SET threshold = NULL"}};

  for (const auto& [table, sql] : changes) {
    std::filesystem::copy_file(folder / "a.db", folder / "b.db",
                               std::filesystem::copy_options::overwrite_existing);
    test::make_database(folder / "b.db", sql);
    const DiffResult result = diff(Reader(folder / "a.db"), Reader(folder / "b.db"));
    for (const DiffCount& count : result.counts) {
      const size_t found = count.only_a + count.only_b + count.changed;
      if (count.table == table) {
        EXPECT_GT(found, 0u) << table;
      } else {
        EXPECT_EQ(found, 0u) << count.table << " by " << sql;
      }
    }
  }
  EXPECT_EQ(changes.size(), diff(Reader(folder / "a.db"), Reader(folder / "a.db")).counts.size());
}

TEST(Diff, accepts_a_difference_within_the_tolerance_and_shows_as_many_as_asked) {
  Folder folder;
  fill(folder / "a.db");
  std::filesystem::copy_file(folder / "a.db", folder / "b.db");
  test::make_database(folder / "b.db", "UPDATE prediction SET raw = raw + 1e-7");

  EXPECT_TRUE(diff(Reader(folder / "a.db"), Reader(folder / "b.db"), 1e-6).equal());
  EXPECT_FALSE(diff(Reader(folder / "a.db"), Reader(folder / "b.db")).equal());
  EXPECT_EQ(diff(Reader(folder / "a.db"), Reader(folder / "b.db"), 0, 3).differences.size(), 3u);
}

TEST(Check, finds_nothing_wrong_with_a_whole_database) {
  Folder folder;
  fill(folder / "a.db");

  EXPECT_THAT(check(Reader(folder / "a.db")), ::testing::IsEmpty());
}

TEST(Check, of_a_damaged_file_says_what_is_damaged_and_nothing_else) {
  Folder folder;
  fill(folder / "a.db");
  const auto root =
      Reader(folder / "a.db").query("SELECT rootpage FROM sqlite_schema WHERE name = 'epoch_value'");
  {
    std::fstream file(folder / "a.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * (std::get<int64_t>(root.rows[0][0]) - 1));
    file << std::string(4096, 'x');
  }

  const auto problems = check(Reader(folder / "a.db"));

  ASSERT_FALSE(problems.empty());
  for (const auto& problem : problems)
    EXPECT_THAT(problem,
                ::testing::AnyOf(::testing::StartsWith("file: "), ::testing::HasSubstr("is damaged")));
}

TEST(Check, names_jobs_without_results_and_weights_that_are_gone_or_altered) {
  Folder folder;
  fill(folder / "a.db");
  std::ofstream(folder / "good.pt") << "weights";
  std::ofstream(folder / "bad.pt") << "other weights";
  const std::string digest = sha256("weights");
  test::make_database(folder / "a.db",
                      "PRAGMA foreign_keys=ON; DELETE FROM prediction_set WHERE job = (SELECT id FROM job "
                      "WHERE name = 'full-1-0');"
                      "DELETE FROM evaluation WHERE job = (SELECT id FROM job WHERE name = 'full-1-1');"
                      "INSERT INTO weights_file SELECT id, 'good.pt', '" +
                          digest +
                          "' FROM job WHERE name = 'full-2-0';"
                          "INSERT INTO weights_file SELECT id, 'bad.pt', '" +
                          digest +
                          "' FROM job WHERE name = 'full-2-1';"
                          "INSERT INTO weights_file SELECT id, 'gone.pt', '" +
                          digest + "' FROM job WHERE name = 'plain-1-0'");

  const auto problems = check(Reader(folder / "a.db"));

  EXPECT_THAT(problems,
              ::testing::UnorderedElementsAre(
                  ::testing::HasSubstr("full-1-0 is done without predictions"),
                  ::testing::HasSubstr("full-1-1 is done without an evaluation"),
                  ::testing::AllOf(::testing::HasSubstr("full-2-1"), ::testing::HasSubstr("altered")),
                  ::testing::AllOf(::testing::HasSubstr("plain-1-0"), ::testing::HasSubstr("missing"))));
}

TEST(Recompute, replaces_wrong_numbers_by_those_of_the_predictions_and_then_finds_nothing_more) {
  Folder folder;
  fill(folder / "a.db");  // its metrics are invented

  const RecomputeResult first = recompute(folder / "a.db");
  const RecomputeResult second = recompute(folder / "a.db");

  EXPECT_EQ(first.evaluations, 11u);
  EXPECT_EQ(first.changes.size(), 11u);
  EXPECT_EQ(second.evaluations, 11u);
  EXPECT_THAT(second.changes, ::testing::IsEmpty());
  // Scores rise with the sample's number. Fold 0: labels 0 1 0 1, three of four pairs in order.
  Reader::CellMetric key;
  key.metric = "roc_auc";
  key.pooled = false;
  const auto values = Reader(folder / "a.db").cell_values("digest-1", key);
  EXPECT_DOUBLE_EQ(values[0].value.value(), 0.75);
  EXPECT_THAT(check(Reader(folder / "a.db")), ::testing::IsEmpty());
}

TEST(Recompute, computes_a_rule_that_the_experiment_asks_for_and_keeps_the_stored_ones) {
  Folder folder;
  fill(folder / "a.db");
  recompute(folder / "a.db");
  test::make_database(folder / "a.db",
                      "UPDATE revision SET resolved = '{\"evaluation\":{\"thresholds\":[\"youden\"]}}'");

  const RecomputeResult result = recompute(folder / "a.db");

  EXPECT_EQ(result.changes.size(), 11u);
  EXPECT_EQ(result.changes[0].removed, 0u);
  EXPECT_GT(result.changes[0].added, 0u);
  const auto rules =
      Reader(folder / "a.db").query("SELECT DISTINCT rule FROM v_threshold ORDER BY rule").rows;
  EXPECT_EQ(rules.size(), 3u);
}

TEST(Recompute, decides_each_fold_of_a_pool_by_its_own_threshold) {
  Folder folder;
  fill(folder / "a.db");

  recompute(folder / "a.db");

  const auto rows = Reader(folder / "a.db")
                        .query(
                            "SELECT fold IS NULL, count(*) FROM v_metric WHERE chosen_on = 'cross_fitted' "
                            "AND metric = 'f1' AND rule = 'max_f1' GROUP BY 1")
                        .rows;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0], (std::vector<Value>{int64_t{1}, int64_t{3}}));  // of three pools, and of no single fold
}

TEST(Recompute, says_which_values_an_older_definition_gave_and_raises_their_version) {
  Folder folder;
  fill(folder / "a.db");
  recompute(folder / "a.db");
  test::make_database(folder / "a.db", "UPDATE metric SET version = 0 WHERE name = 'brier'");

  const RecomputeResult first = recompute(folder / "a.db");

  EXPECT_EQ(first.changes.size(), 11u);
  EXPECT_EQ(first.changes[0].older, 1u);
  EXPECT_EQ(first.changes[0].changed, 0u) << "the numbers are the same";
  EXPECT_EQ(
      Reader(folder / "a.db").query("SELECT DISTINCT version FROM v_metric WHERE metric = 'brier'").rows,
      (std::vector<std::vector<Value>>{{int64_t{1}}}));
  EXPECT_THAT(recompute(folder / "a.db").changes, ::testing::IsEmpty());
}

TEST(Recompute, leaves_alone_what_a_newer_definition_gave) {
  Folder folder;
  fill(folder / "a.db");
  test::make_database(folder / "a.db", "UPDATE metric SET version = 9, value = 0.125 WHERE name = 'roc_auc'");

  const RecomputeResult result = recompute(folder / "a.db");

  EXPECT_EQ(result.newer, 11u);
  EXPECT_THAT(result.changes, ::testing::IsEmpty());
  EXPECT_EQ(
      Reader(folder / "a.db").query("SELECT DISTINCT value FROM v_metric WHERE metric = 'roc_auc'").rows,
      (std::vector<std::vector<Value>>{{0.125}}));
}

}  // namespace
}  // namespace purkinje::db
