// The writer: what it stores, what it refuses, and that it stores all or nothing.
#include "db/writer.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>

#include "base/error.h"
#include "base/files.h"
#include "db/journal.h"
#include "tests/db/fixture.h"

namespace purkinje::db {
namespace {

using test::Folder;

int64_t number(const Reader& reader, const std::string& sql) {
  return std::get<int64_t>(reader.query(sql).rows.at(0).at(0));
}

TEST(Writer, stores_a_plan_and_results_that_the_reader_finds) {
  Folder folder;
  {
    Writer writer(folder / "a.db");
    test::fill(writer);
  }

  const Reader reader(folder / "a.db");

  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_cell WHERE state = 'done'"), 11);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_cell WHERE state = 'failed'"), 1);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_prediction WHERE part = 'test'"), 32);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM sample_label WHERE label IS NULL"), 1);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_epoch WHERE value IS NULL"), 8) << "NaN is stored as NULL";
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_metric WHERE value IS NULL AND reason = 'no positives'"),
            11);
  EXPECT_EQ(number(reader, "SELECT length(signal_mv) FROM trace LIMIT 1"), 32);
}

TEST(Writer, stores_nothing_twice_when_the_same_plan_comes_again) {
  Folder folder;
  Writer writer(folder / "a.db");
  test::fill(writer);

  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());

  const Reader reader(folder / "a.db");
  EXPECT_EQ(number(reader, "SELECT count(*) FROM job"), 13);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM cell"), 12);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM sample"), test::kSamples + test::kExternalSamples);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM job_need"), 10);
  EXPECT_EQ(number(reader, "SELECT planned FROM revision"), 1);
}

TEST(Writer, makes_a_revision_the_newest_when_it_is_planned_again) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision("one"), test::jobs(), test::cells("one"));
  writer.add_plan(test::revision("two"), test::jobs(), test::cells("two"));

  writer.add_plan(test::revision("one"), test::jobs(), test::cells("one"));

  const Reader reader(folder / "a.db");
  EXPECT_EQ(reader.revisions("ablation").back().digest, "one");
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_cell WHERE newest"), 12);
}

TEST(Writer, cancels_a_late_twin_and_keeps_the_first_result) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t first = writer.add_attempt("full-1-0", 0, Json::object());
  const int64_t twin = writer.add_attempt("full-1-0", 0, Json::object());

  EXPECT_TRUE(writer.add_result(test::training_result("full", 1, 0, first)));
  EXPECT_FALSE(writer.add_result(test::training_result("full", 1, 0, twin)));
  EXPECT_FALSE(writer.add_result(test::training_result("full", 1, 0, first)))
      << "the spool may tell it twice";

  const Reader reader(folder / "a.db");
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_attempt WHERE outcome = 'done' AND counts"), 1);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_attempt WHERE outcome = 'cancelled'"), 1);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_prediction WHERE part = 'test'"), 4);
}

TEST(Writer, accepts_a_result_from_the_spool_of_an_attempt_that_was_lost) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
  EXPECT_EQ(writer.mark_running_as_lost(), 1);

  EXPECT_TRUE(writer.add_result(test::training_result("full", 1, 0, attempt)));

  EXPECT_EQ(Reader(folder / "a.db").job_states({"full-1-0"}).at("full-1-0"), "done");
}

TEST(Writer, ignores_late_messages_of_a_dead_attempt) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
  writer.add_progress(attempt, {{"train", 1, "train", "loss", 0.5}});
  writer.add_failure({attempt, "lost", "", "its node went silent"});

  writer.add_progress(attempt, {{"train", 2, "train", "loss", 0.4}});
  writer.add_failure({attempt, "failed", "signal", "late"});

  const Reader reader(folder / "a.db");
  EXPECT_EQ(number(reader, "SELECT count(*) FROM epoch_value"), 0);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM v_failure WHERE outcome = 'lost'"), 1);
}

TEST(Writer, shows_the_epochs_of_an_attempt_in_flight_and_replaces_them_by_the_result) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
  writer.add_progress(attempt, {{"train", 1, "train", "loss", 0.5}, {"train", 9, "train", "loss", 0.4}});
  const Reader reader(folder / "a.db");
  EXPECT_EQ(number(reader, "SELECT max(epoch) FROM v_epoch WHERE outcome = 'running'"), 9);

  writer.add_result(test::training_result("full", 1, 0, attempt));

  EXPECT_EQ(number(reader, "SELECT max(epoch) FROM v_epoch"), 3);
}

TEST(Writer, takes_a_result_back_with_those_that_need_it) {
  Folder folder;
  Writer writer(folder / "a.db");
  test::fill(writer);

  const auto pending = writer.void_job("full-1-0", "wrong labels");

  const Reader reader(folder / "a.db");
  EXPECT_EQ(pending.size(), 2u);
  EXPECT_EQ(reader.job_states({"full-1-0"}).at("full-1-0"), "pending");
  EXPECT_EQ(reader.job_states({"full-1-pool"}).at("full-1-pool"), "pending");
  EXPECT_EQ(
      number(reader,
             "SELECT count(*) FROM v_attempt WHERE outcome = 'voided' AND message LIKE '%wrong labels%'"),
      2);
  EXPECT_EQ(
      number(reader,
             "SELECT count(*) FROM prediction_set WHERE job = (SELECT id FROM job WHERE name = 'full-1-0')"),
      0);
  EXPECT_THROW(writer.void_job("full-1-0", "again"), InputError);
}

TEST(Writer, refuses_a_second_writer_with_the_owners_process) {
  Folder folder;
  const Writer first(folder / "a.db");

  try {
    const Writer second(folder / "a.db");
    FAIL() << "two writers";
  } catch (const EnvironmentError& error) {
    EXPECT_NE(std::string(error.what()).find("process " + std::to_string(getpid())), std::string::npos)
        << error.what();
  }
}

TEST(Writer, leaves_one_file_in_rollback_mode_at_a_clean_end) {
  Folder folder;
  {
    Writer writer(folder / "a.db");
    test::fill(writer);
  }

  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 1);
  EXPECT_EQ(read_file(folder / "a.db").at(18), 1) << "the file format's write version: 2 is WAL";
}

TEST(Writer, uses_a_rollback_journal_on_a_network_file_system) {
  EXPECT_EQ(journal_mode_for(0x6969), "delete");
  EXPECT_EQ(journal_mode_for(0x0BD00BD0), "delete");
  EXPECT_EQ(journal_mode_for(static_cast<long>(0xFFFFFFFFFF534D42ul)), "delete")
      << "CIFS where f_type is a signed int";
  EXPECT_EQ(journal_mode_for(0xEF53), "wal");
}

TEST(Writer, refuses_files_that_are_not_its_own_and_leaves_them_alone) {
  Folder folder;
  std::ofstream(folder / "text.db") << std::string(5000, 'x');

  EXPECT_THROW(Writer(folder / "text.db"), InputError);
  EXPECT_THROW(Writer(folder / "missing/a.db"), InputError);
  EXPECT_THROW(Writer(folder.path()), InputError);

  EXPECT_EQ(std::filesystem::file_size(folder / "text.db"), 5000u);
}

TEST(Writer, says_that_a_damaged_file_cannot_be_opened) {
  Folder folder;
  {
    Writer writer(folder / "a.db");
    test::fill(writer);
  }
  std::filesystem::resize_file(folder / "a.db", 700);

  EXPECT_THROW(Writer(folder / "a.db"), std::runtime_error);
  EXPECT_THROW(Reader(folder / "a.db"), InputError);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.db.lock"));
}

TEST(Writer, refuses_a_result_that_does_not_fit_and_stores_nothing_of_it) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
  ResultRecord result = test::training_result("full", 1, 0, attempt);
  result.predictions.back().samples.back() = 99;

  EXPECT_THROW(writer.add_result(result), InputError);

  const Reader reader(folder / "a.db");
  EXPECT_EQ(number(reader, "SELECT count(*) FROM prediction_set"), 0);
  EXPECT_EQ(number(reader, "SELECT count(*) FROM attempt WHERE outcome = 'running'"), 1);
}

// The child writes results without end; the parent kills it at a moment of its own.
TEST(Writer, leaves_all_of_a_result_or_nothing_when_it_is_killed) {
  for (int delay_ms : {3, 11, 29, 67, 131}) {
    Folder folder;
    const std::filesystem::path file = folder / "a.db";
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
      Writer writer(file);
      writer.add_data_set(test::data_set());
      writer.add_plan(test::revision(), test::jobs(), test::cells());
      if (write(ready[1], "x", 1) != 1) _exit(1);
      for (int round = 0; round < 100000; ++round) {
        const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
        writer.add_result(test::training_result("full", 1, 0, attempt));
        writer.void_job("full-1-0", "again");
      }
      _exit(0);
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    usleep(static_cast<useconds_t>(delay_ms) * 1000);  // the moment of death, not a wait for something
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    close(ready[0]);
    close(ready[1]);

    { Writer again(file); }

    const Reader reader(file);
    EXPECT_EQ(std::get<std::string>(reader.query("PRAGMA integrity_check").rows[0][0]), "ok");
    EXPECT_TRUE(reader.query("PRAGMA foreign_key_check").rows.empty());
    const bool done = reader.job_states({"full-1-0"}).at("full-1-0") == "done";
    EXPECT_EQ(number(reader, "SELECT count(*) FROM prediction"), done ? 8 : 0);
    EXPECT_EQ(number(reader, "SELECT count(*) FROM curve_point"), done ? 3 : 0);
    EXPECT_EQ(number(reader, "SELECT count(*) FROM trace"), done ? 1 : 0);
  }
}

TEST(Writer, stores_ten_thousand_epoch_rows_in_a_second_at_most) {
  Folder folder;
  Writer writer(folder / "a.db");
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
  std::vector<EpochRecord> rows;
  for (int epoch = 1; epoch <= 1000; ++epoch) {
    for (int k = 0; k < 10; ++k)
      rows.push_back({"train", epoch, "train", "measure" + std::to_string(k), 0.1 * k});
  }

  const auto begin = std::chrono::steady_clock::now();
  writer.add_progress(attempt, rows);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 1.0) << "the goal is 0.2 s; five times as much for busy machines";
}

// While it lives, no file of this process grows beyond a size: what a full disk does to it.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

TEST(WriterFailure, a_disk_without_room_is_one_sentence_and_the_same_result_is_stored_afterwards) {
  Folder folder;
  const auto file = folder / "a.db";
  Writer writer(file);
  writer.add_data_set(test::data_set());
  writer.add_plan(test::revision(), test::jobs(), test::cells());
  const int64_t attempt = writer.add_attempt("full-1-0", 0, Json::object());
  ResultRecord result = test::training_result("full", 1, 0, attempt);
  result.traces[0].signal_mv.assign(500'000, 0.5F);

  {
    const SizeLimit limit(1'000'000);
    try {
      writer.add_result(result);
      ADD_FAILURE() << "two megabytes in one";
    } catch (const EnvironmentError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr(file.string()));
      EXPECT_THAT(error.what(), ::testing::HasSubstr("run the same command again"));
    }
  }

  EXPECT_EQ(Reader(file).job_states({"full-1-0"}).at("full-1-0"), "pending") << "nothing half stored";
  EXPECT_TRUE(writer.add_result(result));
  EXPECT_EQ(Reader(file).job_states({"full-1-0"}).at("full-1-0"), "done");
}

TEST(WriterFailure, a_file_damaged_under_the_writer_is_an_input_error_that_names_the_check) {
  Folder folder;
  const auto file = folder / "a.db";
  {
    Writer writer(file);
    test::fill(writer);
  }
  {  // every page after the first becomes nonsense
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<size_t>(std::filesystem::file_size(file));
    damage.seekp(4096);
    damage << std::string(size - 4096, 'x');
  }

  try {
    Writer writer(file);
    writer.add_attempt("full-1-0", 0, Json::object());
    ADD_FAILURE() << "nonsense was taken for a database";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr(file.string() + ": is damaged"));
  }
}

}  // namespace
}  // namespace purkinje::db
