// The worker: owns the trainers of its share of a node, passes jobs to them, evaluates what they bring back,
// spools it and reports. Runs in the main thread of ranks 1..N-1 and in a thread of rank 0.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/prepared/prepared.h"
#include "worker/desk.h"
#include "worker/run_folder.h"
#include "worker/trainer_process.h"
#include "worker/transport.h"

namespace purkinje::worker {

struct WorkerSettings {
  std::filesystem::path trainer;               // executable
  std::chrono::milliseconds poll_interval{3};  // how long the loop sleeps where nothing happens
  std::chrono::seconds stop_patience{10};      // a trainer that does not stop in this time is killed
};

class Worker {
 public:
  Worker(std::unique_ptr<WorkerLink> link, WorkerSettings settings);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // From Joined to Left. Returns when the coordinator says so, or with a Left that says why it cannot go on.
  void run();

 private:
  struct Slot;
  using Clock = std::chrono::steady_clock;

  void work();
  void on(const Welcome& message);
  void on(const StartTraining& message);
  void on(const StartDerived& message);
  void on(const StopAttempt& message);
  void on(const Acknowledged& message);
  void on(const Shutdown& message);

  std::string problem_with(const Welcome& message) const;
  Slot& slot_for(const std::string& device, int threads);
  std::vector<int> take_cores(int threads);
  void drop(Slot& slot);
  void listen_to_trainers();
  void on_trainer_message(Slot& slot, const Json& message);
  void on_trainer_gone(Slot& slot, const std::string& reason);
  void evaluate_later(Slot& slot, TrainerResult&& result);
  void enforce_stops();
  void report(const ToCoordinator& message) { link_->send(encode(message)); }

  std::unique_ptr<WorkerLink> link_;
  WorkerSettings settings_;
  int rank_ = 0;
  int trainers_started_ = 0;
  std::optional<RunFolder> folder_;
  std::vector<int> free_cores_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::map<std::string, std::shared_ptr<data::PreparedSet>>
      prepared_;  // by folder; used on the desk's thread only
  bool leaving_ = false;
  Desk desk_;  // last: its thread uses what stands above
};

}  // namespace purkinje::worker
