// The reader: what it finds, what it refuses, and that it cannot change anything.
#include "db/reader.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"
#include "base/files.h"
#include "tests/db/fixture.h"
#include "tests/db/foreign.h"

namespace purkinje::db {
namespace {

using test::Folder;

class FilledReader : public ::testing::Test {
 protected:
  void SetUp() override {
    Writer writer(folder / "a.db");
    test::fill(writer);
  }

  Folder folder;
};

std::string refusal(const std::filesystem::path& file) {
  try {
    const Reader reader(file);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST_F(FilledReader, gives_the_pooled_value_of_each_seed_and_says_why_one_is_missing) {
  const Reader reader(folder / "a.db");
  Reader::CellMetric key;
  key.metric = "roc_auc";

  const auto values = reader.cell_values("digest-1", key);

  ASSERT_EQ(values.size(), 4u);
  EXPECT_EQ(values[0].variant, "full");
  EXPECT_EQ(values[0].seed, 1u);
  EXPECT_FALSE(values[0].fold);
  EXPECT_EQ(values[0].value, 0.9);
  EXPECT_FALSE(values[3].value);
  EXPECT_EQ(values[3].job_state, "failed");
  EXPECT_EQ(values[3].reason, "the job failed: killed for memory twice");
}

TEST_F(FilledReader, gives_the_single_folds_when_they_are_asked_for) {
  const Reader reader(folder / "a.db");
  Reader::CellMetric key;
  key.metric = "f1";
  key.rule = "max_f1";
  key.chosen_on = "test";
  key.pooled = false;

  const auto values = reader.cell_values("digest-1", key);

  ASSERT_EQ(values.size(), 8u);
  EXPECT_EQ(values[1].fold, 1);
  EXPECT_EQ(values[1].reason, "no positives");
}

TEST_F(FilledReader, gives_the_share_of_positives_of_a_binary_task_without_its_class_and_by_it) {
  const Reader reader(folder / "a.db");
  Reader::CellMetric key;
  key.metric = "prevalence";

  EXPECT_EQ(reader.cell_values("digest-1", key).at(0).value, 0.5);
  key.class_name = "MI";
  EXPECT_EQ(reader.cell_values("digest-1", key).at(0).value, 0.5);
  key.class_name = "AF";
  EXPECT_FALSE(reader.cell_values("digest-1", key).at(0).value);
}

TEST_F(FilledReader, gives_predictions_with_labels_in_sample_order) {
  const Reader reader(folder / "a.db");

  const auto stored = reader.predictions("full-1-1", "train", "test");

  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->link, "sigmoid");
  EXPECT_EQ(stored->task, "binary");
  EXPECT_EQ(stored->classes, std::vector<std::string>{"MI"});
  EXPECT_EQ(stored->record, (std::vector<std::string>{"tiny/04", "tiny/05", "tiny/06", "tiny/07"}));
  EXPECT_EQ(stored->labels, (std::vector<int8_t>{0, 1, 0, -1}));
  EXPECT_EQ(stored->raw[1], 0.1f * 5.0f - 0.3f) << "the same float32";
}

TEST_F(FilledReader, gives_the_predictions_of_all_folds_for_a_pool) {
  const Reader reader(folder / "a.db");

  const auto stored = reader.predictions("full-1-pool", "train", "test");

  ASSERT_TRUE(stored);
  ASSERT_EQ(stored->record.size(), 8u);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(stored->record[static_cast<size_t>(i)], "tiny/0" + std::to_string(i));
  EXPECT_FALSE(reader.predictions("plain-2-pool", "train", "test")) << "it failed";
  EXPECT_FALSE(reader.predictions("full-1-pool", "train", "elsewhere"));
}

TEST_F(FilledReader, refuses_every_statement_that_is_not_a_single_read) {
  const Reader reader(folder / "a.db");
  const std::string before = read_file(folder / "a.db");

  for (const char* sql : {"DELETE FROM job",
                          "INSERT INTO run (started_s, description) VALUES (1, '')",
                          "DROP TABLE job",
                          "CREATE TABLE t (x)",
                          "CREATE TEMP TABLE t (x)",
                          "ATTACH '/tmp/other.db' AS other",
                          "DETACH main",
                          "PRAGMA user_version=9",
                          "PRAGMA query_only=0",
                          "PRAGMA journal_mode=WAL",
                          "PRAGMA writable_schema=1",
                          "VACUUM",
                          "BEGIN",
                          "BEGIN IMMEDIATE",
                          "SELECT 1; SELECT 2",
                          "SELECT 1; DELETE FROM job",
                          "WITH x AS (SELECT 1) DELETE FROM job",
                          "REINDEX",
                          "ANALYZE",
                          "DELETE FROM job RETURNING id",
                          "",
                          "-- nothing",
                          "SELECT * FROM nowhere",
                          "SELEC 1"}) {
    EXPECT_THROW(reader.query(sql), InputError) << sql;
  }
  const std::string copy = (folder / "copy.db").string();
  EXPECT_THROW(reader.query("VACUUM INTO '" + copy + "'"), InputError);

  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_EQ(read_file(folder / "a.db"), before);
}

TEST_F(FilledReader, answers_reads_of_every_form_with_parameters) {
  const Reader reader(folder / "a.db");

  EXPECT_EQ(reader.query("SELECT ?1 + 1, ?2, ?3", {int64_t{1}, std::string("x"), std::monostate{}}).rows[0],
            (std::vector<Value>{int64_t{2}, std::string("x"), std::monostate{}}));
  EXPECT_EQ(reader.query("VALUES (1), (2);  -- end\n").rows.size(), 2u);
  EXPECT_EQ(
      reader.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT * FROM n")
          .rows.size(),
      5u);
  EXPECT_GT(reader.query("PRAGMA table_info(job)").rows.size(), 5u);
  EXPECT_GT(reader.query("EXPLAIN QUERY PLAN SELECT * FROM v_metric").rows.size(), 0u);
  EXPECT_THROW(reader.query("SELECT ?1"), InputError) << "a parameter is missing";
}

TEST_F(FilledReader, runs_every_named_query) {
  const Reader reader(folder / "a.db");

  for (const auto& [name, help] : Reader::named_queries()) {
    EXPECT_FALSE(help.empty()) << name;
    EXPECT_FALSE(reader.query(*Reader::named_query(name)).rows.empty()) << name;
  }
  EXPECT_FALSE(Reader::named_query("no_such_query"));
}

TEST_F(FilledReader, every_view_gives_rows) {
  const Reader reader(folder / "a.db");

  for (const auto& row : reader.query("SELECT name FROM sqlite_schema WHERE type = 'view'").rows) {
    const std::string& name = std::get<std::string>(row[0]);
    EXPECT_FALSE(reader.query("SELECT * FROM " + name).rows.empty()) << name;
  }
}

TEST_F(FilledReader, finds_a_job_by_the_beginning_of_its_id) {
  const Reader reader(folder / "a.db");

  EXPECT_EQ(reader.find_job("full-1-p"), "full-1-pool");
  EXPECT_THROW(reader.find_job("full-1"), InputError) << "several";
  EXPECT_THROW(reader.find_job("nothing"), InputError);
}

TEST_F(FilledReader, reads_a_read_only_file_in_a_read_only_folder) {
  using std::filesystem::perms;
  const perms read = perms::owner_read | perms::group_read | perms::others_read;
  std::filesystem::permissions(folder / "a.db", read);
  std::filesystem::permissions(folder.path(),
                               read | perms::owner_exec | perms::group_exec | perms::others_exec);

  // Root may write anywhere, so the reading is done by a child that is nobody where this test runs as root.
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(3);
    if (access(folder.path().c_str(), W_OK) == 0) _exit(4);
    try {
      _exit(Reader(folder / "a.db").query("SELECT * FROM v_cell").rows.size() == 12 ? 0 : 5);
    } catch (const std::exception&) {
      _exit(6);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);

  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(FilledReader, reads_while_a_writer_has_the_database_open) {
  Writer writer(folder / "a.db");
  const Reader reader(folder / "a.db");
  const auto before = reader.query("SELECT count(*) FROM run").rows;

  writer.add_run({{"host", "later"}});

  EXPECT_EQ(std::get<int64_t>(reader.query("SELECT count(*) FROM run").rows[0][0]),
            std::get<int64_t>(before[0][0]) + 1);
}

TEST_F(FilledReader, copies_the_database_while_a_writer_has_it_open) {
  const Writer writer(folder / "a.db");

  Reader(folder / "a.db").snapshot(folder / "copy.db");

  EXPECT_EQ(Reader(folder / "copy.db").query("SELECT * FROM v_cell").rows.size(), 12u);
  EXPECT_THROW(Reader(folder / "a.db").snapshot(folder / "copy.db"), InputError);
}

TEST(Reader, refuses_what_is_not_its_own_in_one_sentence) {
  Folder folder;
  std::ofstream(folder / "text.db") << std::string(5000, 'x');
  std::ofstream(folder / "empty.db");
  test::make_database(folder / "other.db", "CREATE TABLE bookmarks (url TEXT)");
  test::make_database(folder / "newer.db",
                      "PRAGMA application_id=1349874283; CREATE TABLE t (x); PRAGMA user_version=99");
  test::make_database(folder / "older.db",
                      "PRAGMA application_id=1349874283; CREATE TABLE t (x); PRAGMA user_version=1");

  EXPECT_THAT(refusal(folder / "missing.db"), ::testing::HasSubstr("no such database"));
  EXPECT_THAT(refusal(folder.path()), ::testing::HasSubstr("is a folder"));
  EXPECT_THAT(refusal(folder / "text.db"), ::testing::HasSubstr("is not a database"));
  EXPECT_THAT(refusal(folder / "empty.db"), ::testing::HasSubstr("is empty"));
  EXPECT_THAT(refusal(folder / "other.db"), ::testing::HasSubstr("another program"));
  EXPECT_THAT(refusal(folder / "newer.db"), ::testing::HasSubstr("schema version 99"));
  EXPECT_THAT(refusal(folder / "older.db"), ::testing::HasSubstr("purkinje db migrate"));
  EXPECT_THROW(Writer(folder / "other.db"), InputError);
  EXPECT_THROW(Writer(folder / "newer.db"), InputError);
}

TEST(Reader, opens_a_file_whose_name_looks_like_a_uri) {
  Folder folder;
  { Writer writer(folder / "50%20of?mode=rw#1.db"); }

  EXPECT_NO_THROW(Reader(folder / "50%20of?mode=rw#1.db"));
}

}  // namespace
}  // namespace purkinje::db
