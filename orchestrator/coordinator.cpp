#include "orchestrator/coordinator.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "base/error.h"
#include "base/files.h"
#include "db/reader.h"
#include "orchestrator/artefact_files.h"
#include "orchestrator/core_shares.h"
#include "orchestrator/gather_derived_request.h"
#include "orchestrator/ingest.h"

namespace purkinje::orchestrator {
namespace {

using namespace std::chrono_literals;

constexpr auto kJoinPatience = 60s;
constexpr auto kLeavePatience = 20s;
constexpr auto kFlushInterval = 1s;
constexpr auto kIdleSleep = 2ms;

Request request_of(const PlannedJob& job, bool gpus_present) {
  if (job.record.kind == db::JobKind::derived) return {.kind = "any", .devices = 0, .threads = 0};
  const auto& asked = job.request;
  std::string kind = asked.device;
  if (kind == "any") kind = gpus_present ? "cuda" : "cpu";
  return {kind, asked.devices, asked.threads, asked.memory_mb, asked.exclusive};
}

bool has_gpus(const std::vector<Device>& devices) {
  return std::any_of(devices.begin(), devices.end(), [](const Device& d) { return d.kind == "cuda"; });
}

std::string device_name(const Device& device) {
  return device.kind == "cpu" ? "cpu" : fmt::format("{}:{}", device.kind, device.index);
}

std::vector<std::string> rule_names(const std::vector<metrics::ThresholdRule>& rules) {
  std::vector<std::string> names;
  names.reserve(rules.size());
  for (const auto& rule : rules) names.push_back(metrics::to_string(rule));
  return names;
}

}  // namespace

Coordinator::Coordinator(const Plan& plan, CoordinatorSettings settings, db::Writer& writer,
                         worker::CoordinatorLink& link, SweepProgress& progress)
    : plan_(plan), settings_(std::move(settings)), writer_(writer), link_(link), progress_(progress) {
  for (int rank = 0; rank < link_.ranks(); ++rank) present_.insert(rank);
}

SweepOutcome Coordinator::run(const std::atomic<bool>& stop) {
  try {
    welcome_workers();
    run_ = writer_.add_run(settings_.run_description);
    for (const auto& line : take_back_lost_artefacts(plan_, settings_.wanted, db::Reader(settings_.database),
                                                     settings_.folder, writer_))
      progress_.message(line);
    refuse_unplaceable();
    add_jobs();
    loop(stop);
  } catch (...) {
    const auto error = std::current_exception();
    scheduler_.on_stop_requested("an error");  // what workers still report must not start another job
    try {
      dismiss_workers();
      if (run_ > 0) writer_.end_run(run_, "error");
    } catch (const std::exception& second) {  // the first error is the one to tell
      spdlog::debug("after an error: {}", second.what());
    }
    std::rethrow_exception(error);
  }
  dismiss_workers();
  flush_progress();
  const auto outcome = scheduler_.done() == scheduler_.jobs() ? SweepOutcome::all_done
                       : scheduler_.finished()                ? SweepOutcome::some_failed
                                                              : SweepOutcome::stopped;
  writer_.end_run(run_, outcome == SweepOutcome::all_done      ? "done"
                        : outcome == SweepOutcome::some_failed ? "failed"
                                                               : "stopped");
  return outcome;
}

std::vector<worker::Joined> Coordinator::collect_joined() {
  std::vector<std::optional<worker::Joined>> joined(present_.size());
  const auto deadline = Clock::now() + kJoinPatience;
  for (size_t missing = joined.size(); missing > 0;) {
    const auto message = link_.receive();
    if (!message) {
      if (Clock::now() > deadline)
        throw EnvironmentError(fmt::format("{} ranks did not answer within a minute", missing));
      std::this_thread::sleep_for(kIdleSleep);
      continue;
    }
    const auto decoded = worker::decode_to_coordinator(message->second);
    if (const auto* hello = std::get_if<worker::Joined>(&decoded)) {
      joined[static_cast<size_t>(message->first)] = *hello;
      --missing;
    }
  }
  std::vector<worker::Joined> out;
  out.reserve(joined.size());
  for (auto& one : joined) out.push_back(std::move(*one));
  return out;
}

void Coordinator::welcome_workers() {
  const auto joined = collect_joined();
  const auto shares = share_nodes(joined);
  const std::string token = fmt::format("{} {}", joined[0].host, joined[0].pid);
  write_file_atomically(settings_.folder.token_file(), token);
  for (int rank = 0; rank < link_.ranks(); ++rank) {
    const auto& share = shares[static_cast<size_t>(rank)];
    const auto& host = joined[static_cast<size_t>(rank)].host;
    if (!share.cores.empty())
      devices_.push_back({rank, host, "cpu", 0, static_cast<int>(share.cores.size()), 0});
    for (const auto& gpu : share.gpus)
      devices_.push_back(
          {rank, host, "cuda", gpu.index, std::max(1, static_cast<int>(share.cores.size())), gpu.memory_mb});
    if (share.cores.empty() && share.gpus.empty()) devices_.push_back({rank, host, "cpu", 0, 0, 0});
    link_.send(rank,
               worker::encode(worker::Welcome{rank, settings_.folder.root().string(), token, share.cores}));
  }
  check_ready();
}

void Coordinator::check_ready() {
  const auto deadline = Clock::now() + kJoinPatience;
  for (size_t missing = present_.size(); missing > 0;) {
    const auto message = link_.receive();
    if (!message) {
      if (Clock::now() > deadline)
        throw EnvironmentError(fmt::format("{} ranks did not get ready within a minute", missing));
      std::this_thread::sleep_for(kIdleSleep);
      continue;
    }
    const auto decoded = worker::decode_to_coordinator(message->second);
    const auto* ready = std::get_if<worker::Ready>(&decoded);
    if (!ready) continue;
    if (!ready->problem.empty())
      throw EnvironmentError(fmt::format("rank {}: {}", message->first, ready->problem));
    --missing;
  }
}

void Coordinator::add_jobs() {
  const bool gpus = has_gpus(devices_);
  std::vector<std::string> ids;
  for (const auto& job : plan_.jobs) ids.push_back(job.record.id);
  const auto states = db::Reader(settings_.database).job_states(ids);
  std::map<std::string, JobIndex> scheduled;
  for (size_t i = 0; i < plan_.jobs.size(); ++i) {
    if (!settings_.wanted.count(i)) continue;
    const auto& job = plan_.jobs[i];
    ScheduledJob spec{request_of(job, gpus), {}, false, {}, progress_.name_of(i)};
    const auto state = states.find(job.record.id);
    spec.done = state != states.end() && state->second == "done";
    for (const auto& need : job.record.needs)
      if (const auto found = scheduled.find(need); found != scheduled.end())
        spec.needs.push_back(found->second);
    scheduled[job.record.id] = plan_index_.size();
    plan_index_.push_back(i);
    carry_out(scheduler_.on_job_added(spec));
  }
  progress_.counts(scheduler_.done(), scheduler_.failed(), scheduler_.jobs());
  for (const auto& device : devices_) carry_out(scheduler_.on_device_joined(device));
}

void Coordinator::refuse_unplaceable() const {
  DeviceLoad load;
  for (const auto& device : devices_) load.add(device);
  for (const size_t index : settings_.wanted) {
    const auto& job = plan_.jobs[index];
    if (load.could_ever_hold(request_of(job, has_gpus(devices_)))) continue;
    throw InputError(fmt::format(
        "{} asks for what no worker has: {} devices of kind '{}' with {} MB (see resources: in the "
        "experiment)",
        progress_.name_of(index), job.request.devices, job.request.device, job.request.memory_mb));
  }
}

void Coordinator::loop(const std::atomic<bool>& stop) {
  const auto started = Clock::now();
  while (!scheduler_.finished() && !(stopping_ && scheduler_.idle())) {
    const bool busy = handle_messages();
    if (Clock::now() - last_flush_ > kFlushInterval) flush_progress();
    const bool late = settings_.time_limit && Clock::now() - started > *settings_.time_limit;
    if (!stopping_ && (stop || late)) {
      stopping_ = true;
      progress_.message(late ? "the time limit is reached: stopping" : "asked to stop: stopping");
      carry_out(scheduler_.on_stop_requested(late ? "time limit" : "stop requested"));
    }
    if (!busy) std::this_thread::sleep_for(kIdleSleep);
  }
}

void Coordinator::dismiss_workers() {
  for (const int rank : present_) link_.send(rank, worker::encode(worker::Shutdown{}));
  const auto deadline = Clock::now() + kLeavePatience;
  while (!present_.empty() && Clock::now() < deadline)
    if (!handle_messages()) std::this_thread::sleep_for(kIdleSleep);
}

bool Coordinator::handle_messages() {
  bool any = false;
  while (const auto message = link_.receive()) {
    any = true;
    std::visit([&](const auto& decoded) { on(message->first, decoded); },
               worker::decode_to_coordinator(message->second));
  }
  return any;
}

void Coordinator::on(int, const worker::AttemptProgress& message) {
  const auto found = attempts_.find(message.attempt);
  if (found == attempts_.end()) return;
  auto& rows = unflushed_[message.attempt];
  for (const auto& row : message.rows) rows.push_back(to_record(row));
  const double epochs = std::max(1, message.epochs);
  const double fraction = std::min(1.0, (message.epoch - 1 + message.epoch_fraction) / epochs);
  progress_.advanced(found->second.job, message.epoch, message.epochs, std::max(0.0, fraction));
}

void Coordinator::on(int rank, const worker::AttemptFinished& message) {
  if (!attempts_.count(message.attempt)) return;  // of an attempt that ended otherwise
  db::ResultRecord result;
  try {
    result = to_record(read_spool_file(message.spool_file), settings_.folder);
  } catch (const InputError& error) {
    on(rank, worker::AttemptFailed{message.attempt, "disk", error.what()});
    return;
  }
  const auto attempt = take(message.attempt);
  writer_.add_result(result);
  link_.send(rank, worker::encode(worker::Acknowledged{message.spool_file}));
  std::error_code ignored;
  std::filesystem::remove(settings_.folder.derived_request_file(plan_.jobs[attempt->job].record.id), ignored);
  progress_.ended(attempt->job);
  carry_out(scheduler_.on_finished(attempt->generation));
  progress_.counts(scheduler_.done(), scheduler_.failed(), scheduler_.jobs());
}

void Coordinator::on(int, const worker::AttemptFailed& message) {
  flush_progress();  // the last losses explain a failure, and only a running attempt takes them
  const auto attempt = take(message.attempt);
  if (!attempt) return;
  writer_.add_failure({message.attempt, "failed", message.failure, message.message});
  progress_.ended(attempt->job);
  progress_.message(
      fmt::format("{} failed ({}): {}", progress_.name_of(attempt->job), message.failure, message.message));
  const auto failure = parse_failure_class(message.failure).value_or(FailureClass::signal);
  carry_out(scheduler_.on_failed(attempt->generation, failure, message.message));
  progress_.counts(scheduler_.done(), scheduler_.failed(), scheduler_.jobs());
}

void Coordinator::on(int, const worker::AttemptStopped& message) {
  const auto attempt = take(message.attempt);
  if (!attempt) return;
  writer_.add_failure({message.attempt, "preempted", "", "stopped before its end"});
  progress_.ended(attempt->job);
  carry_out(scheduler_.on_stopped(attempt->generation));
}

void Coordinator::on(int rank, const worker::Left& message) {
  present_.erase(rank);
  if (message.problem.empty()) return;
  progress_.message(fmt::format("the worker of rank {} ended: {}", rank, message.problem));
  std::vector<int64_t> lost;
  for (const auto& [number, attempt] : attempts_)
    if (attempt.rank == rank) lost.push_back(number);
  for (const int64_t number : lost) {
    progress_.ended(take(number)->job);
    writer_.add_failure({number, "lost", "", message.problem});
  }
  carry_out(scheduler_.on_worker_lost(rank));
  if (present_.empty()) throw EnvironmentError("no worker is left: " + message.problem);
}

void Coordinator::carry_out(const std::vector<Command>& commands) {
  for (const auto& command : commands) {
    if (const auto* begin = std::get_if<Start>(&command)) {
      start(*begin);
    } else if (const auto* halt = std::get_if<Stop>(&command)) {
      const int64_t attempt = attempt_of_.at(halt->generation);
      link_.send(attempts_.at(attempt).rank, worker::encode(worker::StopAttempt{attempt}));
    } else if (const auto* lost = std::get_if<GiveUp>(&command)) {
      const size_t job = plan_index_[lost->job];
      writer_.give_up(plan_.jobs[job].record.id, lost->reason);
      progress_.message(fmt::format("{} is given up: {}", progress_.name_of(job), lost->reason));
    }
  }
}

void Coordinator::start(const Start& command) {
  const size_t index = plan_index_[command.job];
  const auto& job = plan_.jobs[index];
  Json placement = {{"rank", command.placement.rank}, {"threads", command.placement.threads}};
  for (const size_t id : command.placement.devices) {
    placement["node"] = devices_[id].node;
    placement["devices"].push_back(device_name(devices_[id]));
  }
  const int64_t attempt = writer_.add_attempt(job.record.id, run_, placement);
  attempts_[attempt] = {command.generation, index, command.placement.rank};
  attempt_of_[command.generation] = attempt;
  progress_.started(index);
  try {
    if (job.record.kind == db::JobKind::derived)
      start_derived(job, attempt, command.placement);
    else
      start_training(job, attempt, command.placement);
  } catch (const InputError& error) {  // what it needs does not fit
    on(command.placement.rank, worker::AttemptFailed{attempt, "configuration", error.what()});
  }
}

// Artefact jobs too: they differ in what they leave.
void Coordinator::start_training(const PlannedJob& job, int64_t attempt, const Placement& placement) {
  worker::StartTraining message{attempt, job.training, rule_names(plan_.thresholds)};
  message.job.data_folder = plan_.data_folders[job.data_set];
  message.job.data_fingerprint = plan_.data_sets[job.data_set].fingerprint;
  message.job.device = device_name(devices_[placement.devices.front()]);
  message.job.threads = placement.threads;
  message.job.keep_weights = settings_.keep_weights;
  if (settings_.keep_weights != "none")
    message.job.weights_file = settings_.folder.weights_file(job.record.id).string();
  if (job.record.kind == db::JobKind::artefact)
    message.job.artefact_file = settings_.folder.artefact_file(job.record.id).string();
  if (!message.job.artefacts.empty())
    fill_artefacts(message.job, db::Reader(settings_.database), settings_.folder);
  link_.send(placement.rank, worker::encode(message));
}

void Coordinator::start_derived(const PlannedJob& job, int64_t attempt, const Placement& placement) {
  const auto file = settings_.folder.derived_request_file(job.record.id);
  const auto bytes = gather_derived_request(db::Reader(settings_.database), job, plan_.thresholds).to_cbor();
  write_file_atomically(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  link_.send(placement.rank, worker::encode(worker::StartDerived{attempt, job.record.id, file.string()}));
}

// An attempt that ended; nothing for one that is not in flight (a late message).
std::optional<Coordinator::Attempt> Coordinator::take(int64_t number) {
  const auto found = attempts_.find(number);
  if (found == attempts_.end()) return std::nullopt;
  const Attempt attempt = found->second;
  attempt_of_.erase(attempt.generation);
  attempts_.erase(found);
  unflushed_.erase(number);
  return attempt;
}

void Coordinator::flush_progress() {
  last_flush_ = Clock::now();
  for (auto& [attempt, rows] : unflushed_)
    if (!rows.empty()) writer_.add_progress(attempt, rows);
  unflushed_.clear();
}

}  // namespace purkinje::orchestrator
