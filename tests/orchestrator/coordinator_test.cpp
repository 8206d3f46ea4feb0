// The coordinator with real workers in one process and the trainer that needs no LibTorch; plans made by
// hand.
#include "orchestrator/coordinator.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "base/error.h"
#include "base/sha256.h"
#include "db/check.h"
#include "orchestrator/preparation.h"
#include "tests/worker/small_set.h"
#include "tests/worker/temporary_folder.h"
#include "worker/in_process.h"
#include "worker/worker.h"

namespace purkinje::orchestrator {
namespace {

using ::testing::HasSubstr;

class CoordinatorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"PURKINJE_FAKE_FAULT", "PURKINJE_FAKE_FAULTY", "PURKINJE_FAKE_MS"})
      ::unsetenv(name);
    write_small_set(folder_ / "set");
    plan_.revision.experiment = "by hand";
    plan_.revision.profile = "full";
    plan_.revision.digest = "digest";
    plan_.revision.resolved = "{}";
    plan_.revision.fingerprint = small_manifest().fingerprint;
    plan_.revision.variants = {{"one", "", Json::object()}, {"two", "", Json::object()}};
    plan_.data_sets = {small_manifest()};
    plan_.data_folders = {(folder_ / "set").string()};
    artefact_ = add(db::JobKind::artefact, "adversarial", {});
    plan_.jobs[0].artefact = "beats";
    for (size_t variant : {0u, 1u}) {
      trainings_.push_back(add(db::JobKind::training, "supervised", {artefact_}));
      plan_.jobs.back().training.artefacts = {{"synthetic", "beats", artefact_, "", ""}};
      plan_.jobs.back().variants = {variant};
    }
    ensemble_ = add(db::JobKind::derived, "ensemble", trainings_);
    plan_.jobs.back().derived = {"ensemble",        {}, "average", Json::object(), {"one", "two"},
                                 {"train", "train"}};
  }

  std::string add(db::JobKind kind, const std::string& procedure, std::vector<std::string> needs) {
    PlannedJob job;
    job.training = small_job(folder_ / "set", 1, static_cast<int>(plan_.jobs.size()));
    job.training.fold = 0;
    job.training.protocol["validation"] = 0.25;
    job.record = {
        job.training.id, kind, procedure, Json::object(), small_manifest().fingerprint, 1, 0, "binary",
        std::move(needs)};
    if (kind == db::JobKind::derived) job.request.devices = 0;
    plan_.jobs.push_back(job);
    plan_.cells.push_back({"digest", kind == db::JobKind::training ? "one" : "two", 1, {}, job.record.id});
    plan_.cells.back().fold = static_cast<int>(plan_.jobs.size());
    return job.record.id;
  }

  // A run with two workers, as `purkinje run` does one.
  SweepOutcome run(std::set<size_t> wanted = {0, 1, 2, 3}) {
    worker::InProcessHub hub(2);
    std::vector<std::thread> workers;
    for (int rank : {0, 1})
      workers.emplace_back([&hub, rank] {
        worker::WorkerSettings settings;
        settings.trainer = PURKINJE_BINARY_DIR "/bin/fake-trainer";
        worker::Worker(hub.worker_end(rank), settings).run();
      });
    std::exception_ptr error;
    SweepOutcome outcome = SweepOutcome::stopped;
    try {
      outcome = coordinate(hub, std::move(wanted));
    } catch (...) {
      error = std::current_exception();
    }
    for (auto& thread : workers) thread.join();
    if (error) std::rethrow_exception(error);
    return outcome;
  }

  SweepOutcome coordinate(worker::CoordinatorLink& link, std::set<size_t> wanted) {
    run_folder_.create();
    db::Writer writer(database_);
    writer.add_data_set(to_record(plan_.data_sets[0]));
    std::vector<db::JobRecord> records;
    for (const auto& job : plan_.jobs) records.push_back(job.record);
    writer.add_plan(plan_.revision, records, plan_.cells);
    ProgressBar bar("test", {&said_, false, 80});
    SweepProgress progress(plan_, bar);
    CoordinatorSettings settings{database_, run_folder_, "none", Json::object(), {}, std::move(wanted)};
    const std::atomic<bool> stop = false;
    return Coordinator(plan_, settings, writer, link, progress).run(stop);
  }

  std::string text(const std::string& sql) {
    const auto rows = db::Reader(database_).query(sql).rows;
    const auto* found = rows.empty() ? nullptr : std::get_if<std::string>(&rows[0][0]);
    return found ? *found : "";
  }

  TemporaryFolder folder_;
  std::filesystem::path database_ = folder_ / "a.db";
  worker::RunFolder run_folder_ = worker::RunFolder::beside(database_);
  Plan plan_;
  std::string artefact_, ensemble_;
  std::vector<std::string> trainings_;
  std::ostringstream said_;
};

TEST_F(CoordinatorTest, carries_an_artefact_through_trainings_to_an_ensemble) {
  EXPECT_EQ(run(), SweepOutcome::all_done);

  const db::Reader reader(database_);
  const auto artefact = reader.artefact(artefact_);
  ASSERT_TRUE(artefact);
  EXPECT_EQ(artefact->file, "artefacts/" + artefact_ + ".pt") << "by its name in the run folder";
  EXPECT_EQ(artefact->sha256, sha256_of_file(run_folder_.root() / artefact->file));
  const auto one = reader.predictions(trainings_[0], "train", "test");
  const auto two = reader.predictions(trainings_[1], "train", "test");
  const auto combined = reader.predictions(ensemble_, "train", "test");
  ASSERT_TRUE(one && two && combined);
  EXPECT_EQ(combined->link, "identity");
  EXPECT_EQ(combined->sample, one->sample);
  const auto a = metrics::apply_link(metrics::parse_link(one->link), one->raw, 1);
  const auto b = metrics::apply_link(metrics::parse_link(two->link), two->raw, 1);
  EXPECT_FLOAT_EQ(combined->raw[0], static_cast<float>((a[0] + b[0]) / 2));
  EXPECT_TRUE(reader.predictions(ensemble_, "train", "validation"));
  const auto environment =
      Json::parse(text("SELECT environment FROM v_attempt WHERE job = '" + ensemble_ + "'"));
  EXPECT_EQ(environment.at("weights"), Json({{"one", 0.5}, {"two", 0.5}}));
  EXPECT_THAT(db::check(reader), ::testing::IsEmpty());
}

TEST_F(CoordinatorTest, an_artefact_that_was_altered_is_made_again_for_those_that_still_need_it) {
  run({0, 1});
  std::ofstream(run_folder_.artefact_file(artefact_)) << "altered";

  EXPECT_EQ(run(), SweepOutcome::all_done);

  EXPECT_THAT(said_.str(), HasSubstr("artefact beats (" + artefact_.substr(0, 8)));
  EXPECT_THAT(said_.str(), HasSubstr("was altered: it is made again"));
  const db::Reader reader(database_);
  const auto attempts = [&](const std::string& job) {
    return reader.query("SELECT * FROM v_attempt WHERE job = ?1", {job}).rows.size();
  };
  EXPECT_EQ(attempts(artefact_), 2u);
  EXPECT_EQ(attempts(trainings_[0]), 1u) << "it was done: its result stays";
  EXPECT_EQ(attempts(trainings_[1]), 1u);
}

TEST_F(CoordinatorTest, an_artefact_that_was_lost_is_not_made_for_nobody) {
  run();
  std::filesystem::remove(run_folder_.artefact_file(artefact_));

  EXPECT_EQ(run(), SweepOutcome::all_done);

  EXPECT_FALSE(std::filesystem::exists(run_folder_.artefact_file(artefact_)));
}

TEST_F(CoordinatorTest, the_reason_of_a_failed_artefact_arrives_at_all_that_depend_on_it) {
  ::setenv("PURKINJE_FAKE_FAULT", "diverged", 1);
  ::setenv("PURKINJE_FAKE_FAULTY", "artefact", 1);

  EXPECT_EQ(run(), SweepOutcome::some_failed);

  for (const auto& job : {trainings_[0], trainings_[1], ensemble_}) {
    EXPECT_EQ(text("SELECT state FROM v_job WHERE job = '" + job + "'"), "failed");
    EXPECT_THAT(text("SELECT reason FROM v_job WHERE job = '" + job + "'"),
                HasSubstr("the loss is not a number"));
  }
}

TEST_F(CoordinatorTest, an_ensemble_that_cannot_be_computed_fails_with_a_sentence) {
  plan_.jobs.back().derived.method = "avrage";

  EXPECT_EQ(run(), SweepOutcome::some_failed);

  EXPECT_THAT(text("SELECT reason FROM v_job WHERE job = '" + ensemble_ + "'"),
              ::testing::AllOf(HasSubstr("configuration"), HasSubstr("avrage")));
}

TEST_F(CoordinatorTest, a_run_that_ends_in_an_error_says_so_and_dismisses_its_workers_once) {
  plan_.jobs[1].request.device = "cuda";
  plan_.jobs[1].request.devices = 1000;
  worker::InProcessHub hub(1);
  int shutdowns = 0;
  std::thread scripted([&hub, &shutdowns] {
    const auto end = hub.worker_end(0);
    const auto say = [&end](const worker::ToCoordinator& message) { end->send(worker::encode(message)); };
    say(worker::Joined{"host", 1, {0}, {}});
    for (bool left = false; !left;) {
      const auto bytes = end->receive();
      if (!bytes) continue;
      const auto message = worker::decode_to_worker(*bytes);
      if (std::holds_alternative<worker::Welcome>(message)) say(worker::Ready{});
      if (std::holds_alternative<worker::Shutdown>(message)) {
        ++shutdowns;
        say(worker::Left{});
        left = true;
      }
    }
  });

  EXPECT_THROW(coordinate(hub, {0, 1, 2, 3}), InputError);
  scripted.join();
  while (const auto rest = hub.worker_end(0)->receive()) ++shutdowns;

  EXPECT_EQ(shutdowns, 1);
  EXPECT_EQ(text("SELECT outcome FROM run"), "error");
}

}  // namespace
}  // namespace purkinje::orchestrator
