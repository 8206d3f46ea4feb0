// A trainer as a child process: started, bound to its cores, spoken to through a channel, ended.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "worker/channel.h"

namespace purkinje::worker {

struct TrainerSetup {
  std::filesystem::path executable;
  std::string device = "cpu";
  int threads = 1;
  std::vector<int> cores;          // empty: not bound
  std::filesystem::path log_file;  // its standard output and error
};

class TrainerProcess {
 public:
  // Starts the process and says hello. Throws EnvironmentError where it cannot be started.
  explicit TrainerProcess(const TrainerSetup& setup);
  // Asks it to quit, waits shortly, then kills it.
  ~TrainerProcess();
  TrainerProcess(const TrainerProcess&) = delete;
  TrainerProcess& operator=(const TrainerProcess&) = delete;

  Channel& channel() { return *channel_; }
  pid_t pid() const { return pid_; }
  const TrainerSetup& setup() const { return setup_; }

  void kill();
  // How it ended, in words with the last line of its log, once its channel is closed: "killed by signal 11
  // ...".
  std::string last_words();

 private:
  std::optional<int> wait_for_end(int milliseconds);

  TrainerSetup setup_;
  pid_t pid_ = -1;
  std::optional<int> status_;
  std::unique_ptr<Channel> channel_;
};

// Where the trainer is to be: PURKINJE_TRAINER, else beside this executable. It may not be there.
std::filesystem::path find_trainer();

}  // namespace purkinje::worker
