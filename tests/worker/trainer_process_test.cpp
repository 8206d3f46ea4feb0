#include "worker/trainer_process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include "base/error.h"
#include "tests/worker/temporary_folder.h"
#include "worker/trainer_protocol.h"

namespace purkinje::worker {
namespace {

using namespace std::chrono_literals;

TrainerSetup setup_in(const TemporaryFolder& folder, const std::string& executable) {
  return {executable, "cpu", 1, {}, folder / "trainer.log"};
}

const std::string kFake = PURKINJE_BINARY_DIR "/bin/fake-trainer";

TEST(TrainerProcess, answers_the_hello_and_quits_when_it_is_dropped) {
  const TemporaryFolder folder;
  pid_t pid = 0;
  {
    TrainerProcess trainer(setup_in(folder, kFake));
    const auto ready = trainer.channel().receive(10s);
    ASSERT_TRUE(ready.has_value());
    EXPECT_EQ(type_of(*ready), "ready");
    pid = trainer.pid();
  }

  EXPECT_NE(::kill(pid, 0), 0);  // no such process any more
}

TEST(TrainerProcess, its_death_is_told_with_the_signal) {
  const TemporaryFolder folder;
  TrainerProcess trainer(setup_in(folder, kFake));

  ::kill(trainer.pid(), SIGSEGV);

  EXPECT_NE(trainer.last_words().find("signal 11"), std::string::npos);
}

TEST(TrainerProcess, an_early_end_is_told_with_the_last_line_of_its_log) {
  const TemporaryFolder folder;
  TrainerProcess trainer(setup_in(folder, "/bin/ls"));  // knows no --channel and says so

  const auto words = trainer.last_words();

  EXPECT_NE(words.find("exit code 2"), std::string::npos) << words;
  EXPECT_NE(words.find("its log ends"), std::string::npos) << words;
}

TEST(TrainerProcess, a_missing_executable_is_an_error_in_one_sentence) {
  const TemporaryFolder folder;

  EXPECT_THROW(TrainerProcess(setup_in(folder, "/nowhere/purkinje-trainer")), EnvironmentError);
}

}  // namespace
}  // namespace purkinje::worker
