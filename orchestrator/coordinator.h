// The coordinator: carries the scheduler's commands to workers and their answers to the scheduler and the
// database. It owns the only writer. Knows no MPI: it speaks through a CoordinatorLink.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "db/writer.h"
#include "orchestrator/plan.h"
#include "orchestrator/scheduler.h"
#include "orchestrator/sweep_progress.h"
#include "worker/run_folder.h"
#include "worker/transport.h"

namespace purkinje::orchestrator {

struct CoordinatorSettings {
  std::filesystem::path database;
  worker::RunFolder folder;
  std::string keep_weights = "none";
  Json run_description;  // host, ranks, command line, version
  std::optional<std::chrono::seconds> time_limit;
  std::set<size_t> wanted;  // indexes of jobs to run; the others are left as they are
};

enum class SweepOutcome { all_done, some_failed, stopped };

class Coordinator {
 public:
  Coordinator(const Plan& plan, CoordinatorSettings settings, db::Writer& writer,
              worker::CoordinatorLink& link, SweepProgress& progress);

  // Runs the sweep to its end, or until `stop` is set or the time limit comes. Throws InputError where the
  // workers cannot do what the plan asks. Whatever happens, workers are told to leave before it returns or
  // throws.
  SweepOutcome run(const std::atomic<bool>& stop);

 private:
  using Clock = std::chrono::steady_clock;
  struct Attempt {
    Generation generation = 0;
    size_t job = 0;  // index into the plan
    int rank = 0;
  };

  void welcome_workers();
  std::vector<worker::Joined> collect_joined();
  void check_ready();
  void add_jobs();
  void refuse_unplaceable() const;
  void loop(const std::atomic<bool>& stop);
  void dismiss_workers();

  bool handle_messages();
  void on(int rank, const worker::AttemptProgress& message);
  void on(int rank, const worker::AttemptFinished& message);
  void on(int rank, const worker::AttemptFailed& message);
  void on(int rank, const worker::AttemptStopped& message);
  void on(int rank, const worker::Left& message);
  void on(int, const worker::Joined&) {}
  void on(int, const worker::Ready&) {}

  void carry_out(const std::vector<Command>& commands);
  void start(const Start& command);
  void start_training(const PlannedJob& job, int64_t attempt, const Placement& placement);
  void start_derived(const PlannedJob& job, int64_t attempt, const Placement& placement);
  std::optional<Attempt> take(int64_t attempt);
  void flush_progress();

  const Plan& plan_;
  CoordinatorSettings settings_;
  db::Writer& writer_;
  worker::CoordinatorLink& link_;
  SweepProgress& progress_;
  Scheduler scheduler_;
  std::vector<Device> devices_;          // as joined; DeviceLoad numbers them alike
  std::vector<size_t> plan_index_;       // of each scheduled job
  std::map<int64_t, Attempt> attempts_;  // in flight
  std::map<Generation, int64_t> attempt_of_;
  std::map<int64_t, std::vector<db::EpochRecord>> unflushed_;
  std::set<int> present_;  // ranks that have not left
  Clock::time_point last_flush_;
  int64_t run_ = 0;
  bool stopping_ = false;
};

}  // namespace purkinje::orchestrator
