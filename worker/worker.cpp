#include "worker/worker.h"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "worker/cores.h"
#include "worker/derived.h"
#include "worker/evaluation.h"
#include "worker/gpus.h"
#include "worker/trainer_protocol.h"

namespace purkinje::worker {

// One trainer and what it is doing.
struct Worker::Slot {
  std::unique_ptr<TrainerProcess> trainer;
  std::vector<int> cores;
  std::optional<StartTraining> current;
  Clock::time_point started;
  int epochs = 0;
  std::optional<Clock::time_point> stop_by;
  bool gone = false;

  bool idle() const { return !current && !gone; }
};

namespace {

std::string host_name() {
  char name[256] = {};
  ::gethostname(name, sizeof(name) - 1);
  return name;
}

void write_to_spool(const JobResult& result, const std::filesystem::path& file) {
  const auto bytes = result.to_cbor();
  write_file_atomically(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// Turns what a piece of desk work throws into the failure it means.
ToCoordinator failures_told(int64_t attempt, const std::function<ToCoordinator()>& work) {
  try {
    return work();
  } catch (const EnvironmentError& error) {
    return AttemptFailed{attempt, "disk", error.what()};
  } catch (const std::bad_alloc&) {
    return AttemptFailed{attempt, "host_memory", "no memory left to evaluate the predictions"};
  } catch (const std::exception& error) {
    return AttemptFailed{attempt, "configuration", error.what()};
  }
}

}  // namespace

Worker::Worker(std::unique_ptr<WorkerLink> link, WorkerSettings settings)
    : link_(std::move(link)), settings_(std::move(settings)) {}

Worker::~Worker() = default;

void Worker::run() {
  std::string problem;
  try {
    work();
  } catch (const std::exception& error) {  // the coordinator must hear of it, or it would wait for ever
    problem = error.what();
  }
  slots_.clear();
  report(Left{problem});
}

void Worker::work() {
  report(Joined{host_name(), ::getpid(), allowed_cores(), find_gpus(settings_.trainer)});
  while (!leaving_) {
    while (auto bytes = link_->receive())
      std::visit([this](const auto& message) { on(message); }, decode_to_worker(*bytes));
    listen_to_trainers();
    while (auto message = desk_.take()) report(*message);
    enforce_stops();
  }
}

void Worker::on(const Welcome& message) {
  rank_ = message.rank;
  folder_.emplace(message.run_folder);
  free_cores_ = message.cores;
  report(Ready{problem_with(message)});
}

// What keeps this rank from working, in a sentence; empty where nothing does.
std::string Worker::problem_with(const Welcome& message) const {
  if (!std::filesystem::exists(settings_.trainer))
    return fmt::format("there is no trainer {}: build it with LibTorch, or name one in PURKINJE_TRAINER",
                       settings_.trainer.string());
  std::string found;
  try {
    found = read_file(folder_->token_file());
  } catch (const std::exception& error) {
    found = error.what();
  }
  if (found == message.token) return "";
  return fmt::format(
      "it does not see the run folder {} ({}); put the database on a file system that all ranks share",
      message.run_folder, found);
}

void Worker::on(const StartTraining& message) {
  Slot* slot = nullptr;
  try {
    slot = &slot_for(message.job.device, message.job.threads);
  } catch (const std::exception& error) {  // no process, no socket: it may be otherwise elsewhere or later
    report(AttemptFailed{message.attempt, "communication", error.what()});
    return;
  }
  slot->current = message;
  slot->started = Clock::now();
  try {
    slot->trainer->channel().send(run_message(message.attempt, message.job));
  } catch (const ChannelClosed&) {
    // The loop finds the closed channel and reports the death.
  } catch (const std::exception& error) {
    slot->current.reset();
    report(AttemptFailed{message.attempt, "configuration", error.what()});
  }
}

void Worker::on(const StartDerived& message) {
  desk_.put([this, message] {
    return failures_told(message.attempt, [&]() -> ToCoordinator {
      const auto file = folder_->spool_file(message.job, message.attempt);
      const auto bytes = read_file(message.request_file);
      write_to_spool(compute_derived(message, DerivedRequest::from_cbor({bytes.begin(), bytes.end()})), file);
      return AttemptFinished{message.attempt, file.string()};
    });
  });
}

void Worker::on(const StopAttempt& message) {
  for (auto& slot : slots_) {
    if (!slot->current || slot->current->attempt != message.attempt) continue;
    slot->stop_by = Clock::now() + settings_.stop_patience;
    try {
      slot->trainer->channel().send(stop_message(message.attempt));
    } catch (const ChannelClosed&) {
      // reported by the loop
    }
    return;
  }
}

void Worker::on(const Acknowledged& message) {
  std::error_code ignored;
  std::filesystem::remove(message.spool_file, ignored);
}

void Worker::on(const Shutdown&) {
  leaving_ = true;
}

// A warm trainer of this kind, else a new one; idle trainers of another kind give their cores back first.
Worker::Slot& Worker::slot_for(const std::string& device, int threads) {
  for (auto& slot : slots_)
    if (slot->idle() && slot->trainer->setup().device == device && slot->trainer->setup().threads == threads)
      return *slot;
  if (free_cores_.size() < static_cast<size_t>(threads))
    for (auto& slot : slots_)
      if (slot->idle()) drop(*slot);
  std::erase_if(slots_, [](const auto& slot) { return slot->gone; });

  auto slot = std::make_unique<Slot>();
  slot->cores = take_cores(threads);
  try {
    slot->trainer = std::make_unique<TrainerProcess>(TrainerSetup{
        settings_.trainer, device, threads, slot->cores, folder_->trainer_log(rank_, ++trainers_started_)});
  } catch (...) {
    drop(*slot);  // its cores are free for the next try
    throw;
  }
  slots_.push_back(std::move(slot));
  return *slots_.back();
}

// Fewer cores free than threads asked: not bound, the system shares them out.
std::vector<int> Worker::take_cores(int threads) {
  if (free_cores_.size() < static_cast<size_t>(threads)) return {};
  std::vector<int> taken(free_cores_.begin(), free_cores_.begin() + threads);
  free_cores_.erase(free_cores_.begin(), free_cores_.begin() + threads);
  return taken;
}

void Worker::drop(Slot& slot) {
  free_cores_.insert(free_cores_.end(), slot.cores.begin(), slot.cores.end());
  std::sort(free_cores_.begin(), free_cores_.end());
  slot.cores.clear();
  slot.gone = true;
}

void Worker::listen_to_trainers() {
  std::vector<pollfd> sockets;
  for (auto& slot : slots_) sockets.push_back({slot->trainer->channel().socket(), POLLIN, 0});
  ::poll(sockets.data(), sockets.size(), static_cast<int>(settings_.poll_interval.count()));
  for (size_t i = 0; i < slots_.size(); ++i) {
    auto& slot = *slots_[i];
    try {
      while (auto message = slot.trainer->channel().receive(std::chrono::milliseconds(0)))
        on_trainer_message(slot, *message);
    } catch (const std::exception& error) {
      on_trainer_gone(slot, error.what());
    }
  }
  std::erase_if(slots_, [](const auto& slot) { return slot->gone; });
}

void Worker::on_trainer_message(Slot& slot, const Json& message) {
  const std::string& type = type_of(message);
  if (type == "ready") {
    check_version(message);
    return;
  }
  if (!slot.current || message.value("attempt", int64_t{-1}) != slot.current->attempt)
    return;  // of a dead attempt
  const int64_t attempt = slot.current->attempt;
  if (type == "progress") {
    slot.epochs = message.at("epochs");
    const double steps = std::max(1.0, message.at("steps").get<double>());
    report(AttemptProgress{
        attempt, message.at("epoch"), slot.epochs, message.at("step").get<double>() / steps, {}});
  } else if (type == "epoch") {
    AttemptProgress progress{attempt, 0, slot.epochs, 1.0, {}};
    for (const auto& row : message.at("rows")) progress.rows.push_back(epoch_row_from_json(row));
    for (const auto& row : progress.rows) progress.epoch = std::max(progress.epoch, row.epoch);
    report(progress);
  } else if (type == "done") {
    evaluate_later(slot, trainer_result_from_json(message.at("result")));
  } else if (type == "failed") {
    const std::string failure = message.at("failure");
    report(AttemptFailed{attempt, failure, message.at("message")});
    slot.current.reset();
    if (failure == "device_memory" || failure == "host_memory")
      drop(slot);  // a fresh one starts with all its memory
  } else if (type == "stopped") {
    report(AttemptStopped{attempt});
    slot.current.reset();
  }
  if (!slot.current) slot.stop_by.reset();
}

void Worker::on_trainer_gone(Slot& slot, const std::string& reason) {
  slot.trainer->kill();
  const std::string words = slot.trainer->last_words();
  spdlog::debug("rank {}: {} ({})", rank_, words, reason);
  if (slot.current && slot.stop_by)
    report(AttemptStopped{slot.current->attempt});
  else if (slot.current)
    report(AttemptFailed{slot.current->attempt, "signal", words});
  slot.current.reset();
  drop(slot);
}

void Worker::evaluate_later(Slot& slot, TrainerResult&& trained) {
  const double seconds = std::chrono::duration<double>(Clock::now() - slot.started).count();
  auto result = std::make_shared<TrainerResult>(std::move(trained));
  desk_.put([this, start = *slot.current, result, seconds] {
    return failures_told(start.attempt, [&]() -> ToCoordinator {
      auto& set = prepared_[start.job.data_folder];
      if (!set) set = std::make_shared<data::PreparedSet>(data::PreparedSet::open(start.job.data_folder));
      const auto file = folder_->spool_file(start.job.id, start.attempt);
      write_to_spool(evaluate_training(start, std::move(*result), seconds, *set), file);
      return AttemptFinished{start.attempt, file.string()};
    });
  });
  slot.current.reset();
}

void Worker::enforce_stops() {
  for (auto& slot : slots_)
    if (slot->stop_by && Clock::now() > *slot->stop_by) slot->trainer->kill();
}

}  // namespace purkinje::worker
