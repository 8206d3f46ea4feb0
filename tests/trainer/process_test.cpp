// The trainer as a process: warm between jobs, answering each with one message, ending with its worker.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>

#include "tests/trainer/prepared_folder.h"
#include "worker/trainer_process.h"
#include "worker/trainer_protocol.h"

namespace purkinje::trainer {
namespace {

using namespace std::chrono_literals;

class TrainerExecutable : public testing::Test {
 protected:
  TrainerExecutable()
      : process_({.executable = PURKINJE_BINARY_DIR "/bin/purkinje-trainer",
                  .cores = {},
                  .log_file = folder_.path() / "log"}) {}

  // The next message that is no progress.
  Json next() {
    for (;;) {
      const auto message = process_.channel().receive(120s);
      if (!message) throw std::runtime_error("the trainer is silent");
      if (worker::type_of(*message) != "progress") return *message;
    }
  }
  // The answer to a job, its epochs passed over.
  Json answer() {
    for (;;)
      if (auto message = next(); worker::type_of(message) != "epoch") return message;
  }

  PreparedFolder folder_{20, 60};
  worker::TrainerProcess process_;
};

TEST_F(TrainerExecutable, answers_hello_with_its_version) {
  const auto ready = next();

  EXPECT_EQ(worker::type_of(ready), "ready");
  worker::check_version(ready);
  EXPECT_EQ(ready["pid"], process_.pid());
}

TEST_F(TrainerExecutable, trains_one_job_after_the_other_to_the_same_bits) {
  next();
  std::vector<std::vector<float>> outputs;
  for (int attempt = 1; attempt <= 2; ++attempt) {
    process_.channel().send(worker::run_message(attempt, folder_.job()));
    const auto done = answer();
    ASSERT_EQ(worker::type_of(done), "done") << done;
    EXPECT_EQ(done["attempt"], attempt);
    outputs.push_back(worker::trainer_result_from_json(done["result"]).predictions.back().raw);
  }
  EXPECT_EQ(outputs[0], outputs[1]);
}

TEST_F(TrainerExecutable, stays_alive_after_a_job_that_cannot_be_run) {
  next();
  auto wrong = folder_.job();
  wrong.data_folder = "nowhere";
  process_.channel().send(worker::run_message(1, wrong));
  const auto failed = answer();
  EXPECT_EQ(worker::type_of(failed), "failed");
  EXPECT_EQ(failed["failure"], "configuration");

  process_.channel().send(worker::run_message(2, folder_.job()));
  EXPECT_EQ(worker::type_of(answer()), "done");
}

TEST_F(TrainerExecutable, stops_a_job_when_told_to) {
  next();
  auto job = folder_.job();
  job.training["epochs"] = 100000;
  process_.channel().send(worker::run_message(1, job));
  EXPECT_EQ(worker::type_of(next()), "epoch");

  process_.channel().send(worker::stop_message(1));

  EXPECT_EQ(worker::type_of(answer()), "stopped");
}

}  // namespace
}  // namespace purkinje::trainer
