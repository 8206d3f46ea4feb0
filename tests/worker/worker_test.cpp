// The worker against the in-process transport and a trainer without LibTorch.
#include "worker/worker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "base/files.h"
#include "base/sha256.h"
#include "tests/worker/small_set.h"
#include "tests/worker/temporary_folder.h"
#include "worker/derived_request.h"
#include "worker/in_process.h"

namespace purkinje::worker {
namespace {

using Clock = std::chrono::steady_clock;

class WorkerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::unsetenv("PURKINJE_FAKE_FAULT");
    ::unsetenv("PURKINJE_FAKE_FAULTY");
    ::unsetenv("PURKINJE_FAKE_MS");
    write_small_set(folder_ / "set");
  }

  void TearDown() override {
    if (!thread_.joinable()) return;
    send(Shutdown{});
    thread_.join();
  }

  void start_worker() {
    thread_ = std::thread([this] {
      WorkerSettings settings;
      settings.trainer = PURKINJE_BINARY_DIR "/bin/fake-trainer";
      Worker(hub_.worker_end(0), settings).run();
    });
    await<Joined>();
    const RunFolder run(folder_ / "run");
    run.create();
    write_file_atomically(run.token_file(), "token");
    send(Welcome{0, run.root().string(), "token", {0}});
    ASSERT_EQ(await<Ready>().problem, "");
  }

  void send(const ToWorker& message) { hub_.send(0, encode(message)); }

  // The next message of a kind; others are passed over. Fails the test after ten seconds.
  template <typename Message>
  Message await() {
    const auto deadline = Clock::now() + std::chrono::seconds(10);
    while (Clock::now() < deadline) {
      const auto bytes = hub_.receive();
      if (!bytes) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      const auto message = decode_to_coordinator(bytes->second);
      if (const auto* wanted = std::get_if<Message>(&message)) return *wanted;
    }
    ADD_FAILURE() << "no such message within ten seconds";
    return {};
  }

  JobResult result_in(const std::string& spool_file) {
    const auto bytes = read_file(spool_file);
    return JobResult::from_cbor({bytes.begin(), bytes.end()});
  }

  std::string written(const DerivedRequest& request) {
    const auto bytes = request.to_cbor();
    const auto file = folder_ / "request.cbor";
    write_file_atomically(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return file.string();
  }

  TemporaryFolder folder_;
  InProcessHub hub_{1};
  std::thread thread_;
};

TEST_F(WorkerTest, spools_a_finished_job_with_its_metrics_before_it_reports_it) {
  start_worker();

  send(StartTraining{11, small_job(folder_ / "set", 1, 0), {"fixed_0.5", "max_f1"}});
  const auto finished = await<AttemptFinished>();

  const auto result = result_in(finished.spool_file);
  EXPECT_EQ(result.attempt, 11);
  EXPECT_EQ(result.trainer.epochs.size(), 3u);
  ASSERT_FALSE(result.evaluations.empty());
  EXPECT_FALSE(result.evaluations.back().evaluation.values.empty());
  EXPECT_EQ(result.trainer.traces.at(0).signal_mv.size(), 8u);
}

TEST_F(WorkerTest, removes_a_spool_file_only_when_it_is_acknowledged) {
  start_worker();
  send(StartTraining{12, small_job(folder_ / "set", 1, 1), {}});
  const auto finished = await<AttemptFinished>();
  EXPECT_TRUE(std::filesystem::exists(finished.spool_file));

  send(Acknowledged{finished.spool_file});
  send(Shutdown{});
  await<Left>();
  thread_.join();

  EXPECT_FALSE(std::filesystem::exists(finished.spool_file));
}

TEST_F(WorkerTest, a_crash_of_the_trainer_costs_the_attempt_and_nothing_else) {
  ::setenv("PURKINJE_FAKE_FAULT", "crash", 1);
  start_worker();

  send(StartTraining{13, small_job(folder_ / "set", 2, 1), {}});
  const auto failed = await<AttemptFailed>();
  send(StartTraining{14, small_job(folder_ / "set", 1, 1), {}});
  const auto finished = await<AttemptFinished>();

  EXPECT_EQ(failed.attempt, 13);
  EXPECT_EQ(failed.failure, "signal");
  EXPECT_EQ(finished.attempt, 14);
}

TEST_F(WorkerTest, a_trainer_that_talks_nonsense_is_replaced) {
  ::setenv("PURKINJE_FAKE_FAULT", "garbage", 1);
  start_worker();

  send(StartTraining{15, small_job(folder_ / "set", 2, 1), {}});
  const auto failed = await<AttemptFailed>();
  send(StartTraining{16, small_job(folder_ / "set", 1, 1), {}});

  EXPECT_EQ(failed.failure, "signal");
  EXPECT_EQ(await<AttemptFinished>().attempt, 16);
}

TEST_F(WorkerTest, what_the_trainer_says_of_a_failure_is_passed_on) {
  ::setenv("PURKINJE_FAKE_FAULT", "diverged", 1);
  start_worker();

  send(StartTraining{17, small_job(folder_ / "set", 2, 1), {}});

  EXPECT_EQ(await<AttemptFailed>().failure, "diverged");
}

TEST_F(WorkerTest, a_class_the_set_does_not_have_is_a_failure_of_configuration_that_names_it) {
  start_worker();
  auto job = small_job(folder_ / "set", 1, 0);
  job.data_folder = (folder_ / "missing").string();

  send(StartTraining{18, job, {}});

  EXPECT_EQ(await<AttemptFailed>().attempt, 18);
}

TEST_F(WorkerTest, a_stopped_job_ends_as_stopped) {
  ::setenv("PURKINJE_FAKE_MS", "2000", 1);
  start_worker();

  send(StartTraining{19, small_job(folder_ / "set", 1, 0), {}});
  send(StopAttempt{19});

  EXPECT_EQ(await<AttemptStopped>().attempt, 19);
}

TEST_F(WorkerTest, pooled_predictions_are_evaluated_without_a_trainer) {
  start_worker();
  DerivedRequest request;
  request.procedure = "pool";
  request.classes = {"MI"};
  request.threshold_rules = {"fixed_0.5"};
  request.members = {{"a", "train", {}, {2, 1, {0.1, 0.9}, {0, 1}}},
                     {"a", "train", {}, {2, 1, {0.4, 0.6}, {0, 1}}}};

  send(StartDerived{20, "pool", written(request)});
  const auto result = result_in(await<AttemptFinished>().spool_file);

  ASSERT_EQ(result.evaluations.size(), 1u);
  EXPECT_EQ(result.evaluations[0].evaluation.samples, 4u);
}

TEST_F(WorkerTest, the_folds_of_a_pool_are_decided_by_their_own_thresholds) {
  start_worker();
  DerivedRequest request;
  request.procedure = "pool";
  request.classes = {"MI"};
  request.threshold_rules = {"max_f1"};
  request.members = {{"a", "train", {2, 1, {0.3, 0.6}, {0, 1}}, {2, 1, {0.5, 0.7}, {0, 1}}},
                     {"a", "train", {2, 1, {0.1, 0.2}, {0, 1}}, {2, 1, {0.15, 0.25}, {0, 1}}}};

  send(StartDerived{20, "pool", written(request)});
  const auto result = result_in(await<AttemptFinished>().spool_file);

  for (const auto& value : result.evaluations.at(0).evaluation.values)
    if (value.name == "accuracy" && value.chosen_on == "cross_fitted") {
      EXPECT_EQ(value.value, 1.0);
      return;
    }
  ADD_FAILURE() << "no decisions by each fold's own threshold";
}

TEST_F(WorkerTest, a_derived_job_that_cannot_be_computed_is_a_failure_of_configuration) {
  start_worker();
  DerivedRequest request;
  request.procedure = "ensemble";
  request.method = "avrage";
  request.classes = {"MI"};
  request.members = {{"a", "train", {}, {1, 1, {0.1}, {0}}}};

  send(StartDerived{21, "ensemble", written(request)});
  const auto failed = await<AttemptFailed>();

  EXPECT_EQ(failed.failure, "configuration");
  EXPECT_NE(failed.message.find("avrage"), std::string::npos) << failed.message;
}

TEST_F(WorkerTest, an_artefact_job_ends_in_a_file_with_its_hash_and_no_metrics) {
  start_worker();
  auto job = small_job(folder_ / "set", 1, 0);
  job.artefact_file = RunFolder(folder_ / "run").artefact_file(job.id).string();

  send(StartTraining{22, job, {"fixed_0.5"}});
  const auto result = result_in(await<AttemptFinished>().spool_file);

  EXPECT_EQ(result.trainer.artefact_file, job.artefact_file);
  EXPECT_EQ(result.trainer.artefact_sha256, sha256_of_file(job.artefact_file));
  EXPECT_GT(result.trainer.artefact.at("bytes"), 0);
  EXPECT_TRUE(result.trainer.predictions.empty());
  EXPECT_TRUE(result.evaluations.empty());
}

TEST_F(WorkerTest, weights_inside_regions_become_metrics_of_the_part_they_belong_to) {
  start_worker();

  send(StartTraining{23, small_job(folder_ / "set", 1, 0), {}});
  const auto result = result_in(await<AttemptFinished>().spool_file);

  for (const auto& part : result.evaluations) {
    const auto& values = part.evaluation.values;
    for (const char* name : {"attention_share_qrs", "weight_track_share_qrs"})
      EXPECT_EQ(
          std::count_if(values.begin(), values.end(), [&](const auto& value) { return value.name == name; }),
          1)
          << name << " of " << part.part;
  }
}

TEST_F(WorkerTest, another_token_in_the_run_folder_is_a_problem_that_is_told) {
  thread_ = std::thread([this] {
    WorkerSettings settings;
    settings.trainer = PURKINJE_BINARY_DIR "/bin/fake-trainer";
    Worker(hub_.worker_end(0), settings).run();
  });
  await<Joined>();

  send(Welcome{0, (folder_ / "nowhere").string(), "token", {0}});

  EXPECT_NE(await<Ready>().problem, "");
}

}  // namespace
}  // namespace purkinje::worker
