// The scheduler core: events in, commands out. It knows jobs, what they need and ask, and devices; no MPI, no
// database, no clock, no files. Time is passed in with each tick. An impossible event is recorded and
// dropped, never an assertion.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "orchestrator/device_load.h"

namespace purkinje::orchestrator {

using JobIndex = size_t;
using Generation = int64_t;  // numbers attempts over the life of a scheduler; late messages of a dead one
                             // carry an old number

struct ScheduledJob {
  Request request = {};
  std::vector<JobIndex> needs = {};  // jobs that must be done first
  bool done = false;                 // finished in an earlier run
  std::string failed = {};           // failed for good in an earlier run: the reason
  std::string name = {};             // how reasons call it; empty: "job 7"
};

// What the coordinator is to do.
struct Start {
  JobIndex job;
  Generation generation;
  Placement placement;
};
struct Stop {
  Generation generation;
  std::string reason;
};
struct GiveUp {
  JobIndex job;
  std::string reason;
};
using Command = std::variant<Start, Stop, GiveUp>;

// The classes of failure (DESIGN: Failure).
enum class FailureClass {
  configuration,
  diverged,
  host_memory,
  device_memory,
  hang,
  time_limit,
  signal,
  communication,
  disk
};
std::string to_string(FailureClass failure);
std::optional<FailureClass> parse_failure_class(const std::string& name);

struct RetryPolicy {
  int attempts = 3;  // of one job, failures that may be retried counted together
};

class Scheduler {
 public:
  explicit Scheduler(RetryPolicy policy = {}) : policy_(policy) {}

  // Events. Each returns the commands that follow from it, in the order in which they are to be carried out.
  std::vector<Command> on_job_added(const ScheduledJob& job);  // numbered 0, 1, 2, ...
  std::vector<Command> on_device_joined(const Device& device);
  std::vector<Command> on_worker_lost(int rank);
  std::vector<Command> on_finished(Generation generation);
  std::vector<Command> on_failed(Generation generation, FailureClass failure, const std::string& message);
  std::vector<Command> on_stopped(Generation generation);  // after Stop: not a failure
  std::vector<Command> on_stop_requested(
      const std::string& reason);  // nothing starts any more, what runs is stopped

  // Nothing runs and nothing can start any more.
  bool idle() const { return running_.empty() && (stopping_ || ready_.empty()); }
  bool finished() const { return done_ + failed_ == jobs_.size(); }
  size_t jobs() const { return jobs_.size(); }
  size_t done() const { return done_; }
  size_t failed() const { return failed_; }
  size_t running() const { return running_.size(); }
  // The needs that a job waits for: those that are not done, each once. Empty for a job that is not waiting.
  std::vector<JobIndex> waiting_for(JobIndex job) const;
  // Events that made no sense (an unknown generation, a job finished twice), for the log.
  const std::vector<std::string>& dropped_events() const { return dropped_; }

 private:
  enum class State { waiting, ready, running, done, failed };
  struct Job {
    ScheduledJob spec;
    State state = State::waiting;
    size_t open_needs = 0;
    std::vector<JobIndex> dependants;
    int failures = 0;
    bool wants_empty_device = false;  // after device memory ran out
    std::set<std::string> avoid;      // nodes where it failed
    std::string reason;               // failed for good: why, with the name of the job that began it
  };
  struct Running {
    JobIndex job;
    Placement placement;
  };

  void make_ready(JobIndex job);
  void complete(JobIndex job);
  void fail_for_good(JobIndex job, const std::string& reason, std::vector<Command>& out);
  std::string reason_of_dependants(JobIndex failed) const;
  std::optional<Running> take_running(Generation generation, const char* event);
  void place_ready_jobs(std::vector<Command>& out);
  Request effective_request(const Job& job) const;

  RetryPolicy policy_;
  std::vector<Job> jobs_;
  std::set<std::pair<int, JobIndex>> ready_;  // (priority, index): jobs without device first
  DeviceLoad load_;
  std::map<Generation, Running> running_;
  Generation next_generation_ = 1;
  size_t done_ = 0, failed_ = 0;
  bool stopping_ = false;
  std::vector<std::string> dropped_;
};

}  // namespace purkinje::orchestrator
