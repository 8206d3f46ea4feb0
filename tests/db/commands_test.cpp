// The commands that look at databases, called as main calls them.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>

#include "base/error.h"
#include "base/json.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/progress.h"
#include "orchestrator/commands/table_format.h"
#include "tests/db/fixture.h"

namespace purkinje::orchestrator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Commands : public ::testing::Test {
 protected:
  void SetUp() override {
    db::Writer writer(folder / "a.db");
    db::test::fill(writer);
  }

  struct Answer {
    int exit_code = -1;
    std::string text;
  };

  Answer run(std::vector<std::string> words) {
    CLI::App app;
    Answer answer;
    add_query(app, answer.exit_code);
    add_status(app, answer.exit_code);
    add_show(app, answer.exit_code);
    add_db(app, answer.exit_code);
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    ::testing::internal::CaptureStdout();
    try {
      app.parse(words);
    } catch (...) {
      ::testing::internal::GetCapturedStdout();
      throw;
    }
    answer.text = ::testing::internal::GetCapturedStdout();
    return answer;
  }

  std::string file(const std::string& name = "a.db") { return (folder / name).string(); }

  db::test::Folder folder;
};

TEST_F(Commands, query_prints_an_aligned_table) {
  const Answer answer =
      run({"query", "--db", file(), "SELECT 'a' AS name, 1.5 AS value UNION ALL SELECT 'bcd', NULL"});

  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_EQ(answer.text, "name  value\n----  -----\na       1.5\nbcd\n");
}

TEST_F(Commands, query_prints_csv_json_and_markdown) {
  const std::string sql = "SELECT 'a,\"b\"|' AS x, 0.1 AS y, NULL AS z";

  EXPECT_EQ(run({"query", "--db", file(), sql, "--format", "csv"}).text,
            "x,y,z\r\n\"a,\"\"b\"\"|\",0.1,\r\n");
  EXPECT_EQ(Json::parse(run({"query", "--db", file(), sql, "--format", "json"}).text),
            Json::parse(R"([{"x": "a,\"b\"|", "y": 0.1, "z": null}])"));
  EXPECT_THAT(run({"query", "--db", file(), sql, "--format", "markdown"}).text, HasSubstr(R"(a,"b"\|)"));
  EXPECT_THROW(run({"query", "--db", file(), sql, "--format", "cvs"}), InputError);
}

TEST_F(Commands, query_knows_queries_by_name_and_lists_them) {
  EXPECT_THAT(run({"query", "--db", file(), "failures"}).text, HasSubstr("killed for memory"));
  EXPECT_THAT(run({"query", "--list"}).text, HasSubstr("failures"));
  try {
    run({"query", "--db", file(), "failure"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'failures'"));
  }
}

TEST_F(Commands, query_tells_which_example_traces_there_are) {
  const Json rows = Json::parse(run({"query", "--db", file(), "traces", "--format", "json"}).text);

  ASSERT_EQ(rows.size(), 8u) << "one of each training";
  EXPECT_EQ(rows[0]["record"], "tiny/00");
  EXPECT_EQ(rows[0]["steps"], 4);
  EXPECT_EQ(rows[0]["samples"], 4) << "a lead, of two";
}

TEST_F(Commands, status_counts_jobs_and_names_failures) {
  const Answer answer = run({"status", "--db", file(), "--exit-code"});

  EXPECT_EQ(answer.exit_code, 1) << "one job failed for good";
  EXPECT_THAT(answer.text, HasSubstr("ablation (reduced) on tiny: 12/13 jobs done, 0 running, 1 failed"));
  EXPECT_THAT(answer.text, HasSubstr("stands in for"));
  EXPECT_THAT(answer.text, HasSubstr("killed for memory"));
  EXPECT_THROW(run({"status", "--db", file(), "ablatoin"}), InputError);
}

TEST_F(Commands, status_says_75_and_the_time_left_while_jobs_run) {
  {
    db::Writer writer(folder / "a.db");
    writer.void_job("full-1-0", "again");
    writer.void_job("full-2-1", "again");
    const int64_t attempt =
        writer.add_attempt("full-1-0", 0, {{"host", "node2"}, {"devices", {"cuda:0", "cuda:1"}}});
    writer.add_progress(attempt, {{"train", 1, "train", "loss", 0.6}, {"train", 2, "train", "loss", 0.5}});

    const Answer answer = run({"status", "--db", file(), "--exit-code", "--json"});

    EXPECT_EQ(answer.exit_code, 75);
    const Json experiment = Json::parse(answer.text)["experiments"][0];
    EXPECT_EQ(experiment["pending"], 4) << "two trainings and two pools";
    EXPECT_EQ(experiment["running"][0]["epoch"], 2);
    EXPECT_EQ(experiment["running"][0]["loss"], 0.5);
    EXPECT_EQ(experiment["running"][0]["host"], "node2");
    EXPECT_EQ(experiment["running"][0]["device"], "cuda:0, cuda:1");
    EXPECT_NEAR(experiment["time_left_s"].get<double>(), 20, 5) << "two trainings of 10 s, one at a time";
    EXPECT_THAT(run({"status", "--db", file()}).text, HasSubstr("cuda:0"));
  }
}

// A coordinator that is killed in the middle of its run, with an attempt in flight.
void kill_a_run(const std::filesystem::path& file) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    db::Writer writer(file);
    writer.void_job(db::test::kArtefact, "made again");
    const int64_t run = writer.add_run({{"host", "here"}});
    writer.add_attempt(db::test::kArtefact, run, {{"host", "here"}});
    if (write(ready[1], "x", 1) != 1) _exit(1);
    pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  close(ready[0]);
  close(ready[1]);
}

TEST_F(Commands, status_tells_a_run_that_was_killed_from_one_that_goes_on) {
  kill_a_run(folder / "a.db");

  const std::string text = run({"status", "--db", file()}).text;
  const Json object = Json::parse(run({"status", "--db", file(), "--json"}).text);

  EXPECT_THAT(text, HasSubstr("stopped without an ending: its coordinator, process "));
  EXPECT_THAT(text, HasSubstr("The same command goes on with it"));
  EXPECT_THAT(text, HasSubstr("jobs done, 1 cut off"));
  EXPECT_THAT(text, HasSubstr("(adversarial, cut off)"));
  EXPECT_THAT(text, Not(HasSubstr("running")));
  EXPECT_EQ(object.at("run").at("state"), "stopped");
  {
    db::Writer again(folder / "a.db");
    EXPECT_EQ(Json::parse(run({"status", "--db", file(), "--json"}).text).at("run").at("state"), "running");
    again.end_run(again.add_run({{"host", "here"}}), "done");
  }
  EXPECT_EQ(Json::parse(run({"status", "--db", file(), "--json"}).text).at("run").at("state"), "ended");
}

TEST_F(Commands, status_says_where_it_cannot_know_whether_a_run_goes_on) {
  kill_a_run(folder / "a.db");
  std::ofstream(folder / "a.db.lock") << "process 4711 on another-host\n";

  const Answer elsewhere = run({"status", "--db", file()});
  std::filesystem::remove(folder / "a.db.lock");
  const Answer copy = run({"status", "--db", file()});

  EXPECT_THAT(elsewhere.text,
              HasSubstr("cannot be seen from here: its coordinator was process 4711 on another-host"));
  EXPECT_THAT(elsewhere.text, HasSubstr("1 running"));
  EXPECT_THAT(copy.text, HasSubstr("nobody writes this file"));
}

TEST_F(Commands, status_tells_of_every_kind_of_job_and_what_is_waited_for) {
  db::Writer writer(folder / "a.db");
  writer.void_job(db::test::kArtefact, "made again");
  writer.add_attempt(db::test::kArtefact, 0, {{"host", "node3"}});

  const std::string text = run({"status", "--db", file()}).text;
  const Json experiment = Json::parse(run({"status", "--db", file(), "--json"}).text).at("experiments").at(0);

  EXPECT_THAT(text, HasSubstr("waiting: 2 jobs wait for artefact beats-1- (adversarial, running)"));
  EXPECT_THAT(text, HasSubstr("waiting: 2 jobs wait for the predictions of other jobs"));
  EXPECT_THAT(text, HasSubstr("artefact (adversarial)")) << "among what runs";
  EXPECT_EQ(experiment.at("kinds").at(0).at("kind"), "artefact");
  EXPECT_EQ(experiment.at("kinds").at(0).at("running"), 1);
  EXPECT_EQ(experiment.at("kinds").at(1).at("pending"), 2);
  EXPECT_THAT(run({"show", "--db", file(), "full-1-0"}).text, HasSubstr("artefact beats-1- (running)"));
}

TEST_F(Commands, status_names_a_failed_artefact_under_the_experiment_that_needs_it) {
  {
    db::Writer writer(folder / "a.db");
    writer.void_job(db::test::kArtefact, "made again");
    const int64_t attempt = writer.add_attempt(db::test::kArtefact, 0, Json::object());
    writer.add_failure({attempt, "failed", "diverged", "the generator diverged"});
  }

  EXPECT_THAT(run({"status", "--db", file(), "ablation"}).text, HasSubstr("the generator diverged"));
}

TEST_F(Commands, show_tells_an_artefacts_file_and_users) {
  const std::string text = run({"show", "--db", file(), db::test::kArtefact}).text;

  for (const char* part :
       {"adversarial", "artefacts/beats.pt", "\"beats\":40", "Needed by", "full-1-0", "plain-1-0"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(run({"show", "--db", file(), "full-1-0"}).text, HasSubstr(db::test::kArtefact));
}

TEST_F(Commands, status_says_0_when_all_is_done) {
  {
    db::Writer writer(folder / "a.db");
    writer.add_result(
        db::test::pool_result("plain", 2, writer.add_attempt("plain-2-pool", 0, Json::object())));
  }

  EXPECT_EQ(run({"status", "--db", file(), "--exit-code"}).exit_code, 0);
  EXPECT_EQ(run({"status", "--db", file()}).exit_code, 0);
}

TEST_F(Commands, show_tells_everything_about_one_job) {
  const std::string text = run({"show", "--db", file(), "full-1-0"}).text;

  for (const char* part : {"supervised", "ablation", "Needed by", "full-1-pool", "node1", "sigmoid",
                           "roc_auc", "max_f1", "no positives", "loss", "Example traces", "tiny/00"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(run({"show", "--db", file(), "full-1-p"}).text, HasSubstr("Needs"));
  EXPECT_THAT(text, HasSubstr("state         done\n")) << "names and values begin in one column each";
  EXPECT_THROW(run({"show", "--db", file(), "full"}), InputError);
}

TEST_F(Commands, db_compares_copies_checks_recomputes_and_takes_back) {
  EXPECT_EQ(run({"db", "snapshot", "--db", file(), file("b.db")}).exit_code, 0);
  EXPECT_EQ(run({"db", "diff", file(), file("b.db")}).exit_code, 0);
  EXPECT_EQ(run({"db", "check", "--db", file()}).exit_code, 0);
  EXPECT_THAT(run({"db", "recompute", "--db", file("b.db")}).text,
              HasSubstr("11 evaluations computed, 11 changed"));
  const Answer different = run({"db", "diff", file(), file("b.db"), "--limit", "2"});
  EXPECT_EQ(different.exit_code, 1);
  EXPECT_THAT(different.text, HasSubstr("metric"));
  EXPECT_THAT(different.text, HasSubstr("only the first 2 differences are shown"));
  EXPECT_THAT(run({"db", "migrate", "--db", file()}).text, HasSubstr("nothing to do"));
  EXPECT_THAT(run({"db", "void", "--db", file(), "full-1-0", "--reason", "x"}).text,
              HasSubstr("full-1-pool runs again"));
  EXPECT_THROW(run({"db", "migrate", "--db", file("none.db")}), InputError);
  EXPECT_FALSE(std::filesystem::exists(file("none.db")));
}

TEST(TableFormat, aligns_text_of_several_bytes_a_letter) {
  const db::Table table{{"x", "n"},
                        {{std::string("\xC3\xA9"), int64_t{1}}, {std::string("ab"), int64_t{22}}}};

  EXPECT_EQ(as_table(table), "x    n\n--  --\n\xC3\xA9    1\nab  22\n");
}

TEST(TableFormat, says_durations_in_two_units) {
  EXPECT_EQ(as_duration(12.4), "12 s");
  EXPECT_EQ(as_duration(200), "3 min 20 s");
  EXPECT_EQ(as_duration(7500), "2 h 5 min");
}

}  // namespace
}  // namespace purkinje::orchestrator
