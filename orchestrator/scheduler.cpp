#include "orchestrator/scheduler.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace purkinje::orchestrator {
namespace {

using enum FailureClass;

constexpr std::array<std::pair<FailureClass, const char*>, 9> kFailureNames{{{configuration, "configuration"},
                                                                             {diverged, "diverged"},
                                                                             {host_memory, "host_memory"},
                                                                             {device_memory, "device_memory"},
                                                                             {hang, "hang"},
                                                                             {time_limit, "time_limit"},
                                                                             {signal, "signal"},
                                                                             {communication, "communication"},
                                                                             {disk, "disk"}}};

constexpr const char* kNeedFailed = "a job it needs failed: ";

// A second try of these would end the same way.
bool is_final(FailureClass failure) {
  return failure == configuration || failure == diverged || failure == time_limit;
}

}  // namespace

std::string to_string(FailureClass failure) {
  for (const auto& [value, name] : kFailureNames)
    if (value == failure) return name;
  return "signal";
}

std::optional<FailureClass> parse_failure_class(const std::string& text) {
  for (const auto& [value, name] : kFailureNames)
    if (text == name) return value;
  return std::nullopt;
}

std::vector<Command> Scheduler::on_job_added(const ScheduledJob& spec) {
  const JobIndex index = jobs_.size();
  jobs_.emplace_back().spec = spec;
  std::vector<Command> out;
  if (spec.done) {
    jobs_[index].state = State::done;
    ++done_;
    return out;
  }
  for (const JobIndex need : spec.needs) {
    if (need >= index) {
      dropped_.push_back(fmt::format("job {} needs job {}, which is not known yet", index, need));
      fail_for_good(index, "it needs a job that does not exist", out);
      return out;
    }
    if (jobs_[need].state == State::done) continue;
    jobs_[need].dependants.push_back(index);
    ++jobs_[index].open_needs;
  }
  if (!spec.failed.empty()) {
    fail_for_good(index, spec.failed, out);
    return out;
  }
  for (const JobIndex need : spec.needs) {
    if (jobs_[need].state != State::failed) continue;
    fail_for_good(index, reason_of_dependants(need), out);
    return out;
  }
  if (jobs_[index].open_needs == 0) make_ready(index);
  place_ready_jobs(out);
  return out;
}

std::vector<Command> Scheduler::on_device_joined(const Device& device) {
  load_.add(device);
  std::vector<Command> out;
  place_ready_jobs(out);
  return out;
}

std::vector<Command> Scheduler::on_worker_lost(int rank) {
  load_.remove_rank(rank);
  std::vector<Generation> lost;
  for (const auto& [generation, running] : running_)
    if (running.placement.rank == rank) lost.push_back(generation);
  for (const Generation generation : lost) {
    make_ready(running_.at(generation).job);  // a lost worker is no fault of the job's
    running_.erase(generation);
  }
  std::vector<Command> out;
  place_ready_jobs(out);
  return out;
}

std::vector<Command> Scheduler::on_finished(Generation generation) {
  std::vector<Command> out;
  const auto running = take_running(generation, "finished");
  if (!running) return out;
  complete(running->job);
  place_ready_jobs(out);
  return out;
}

std::vector<Command> Scheduler::on_failed(Generation generation, FailureClass failure,
                                          const std::string& message) {
  std::vector<Command> out;
  const auto running = take_running(generation, "failed");
  if (!running) return out;
  auto& job = jobs_[running->job];
  ++job.failures;
  if (is_final(failure) || job.failures >= policy_.attempts) {
    fail_for_good(running->job, fmt::format("{}: {}", to_string(failure), message), out);
  } else {
    if (failure == device_memory || failure == host_memory) job.wants_empty_device = true;
    if (!running->placement.devices.empty())
      job.avoid.insert(load_.device(running->placement.devices[0]).node);
    make_ready(running->job);
  }
  place_ready_jobs(out);
  return out;
}

std::vector<Command> Scheduler::on_stopped(Generation generation) {
  std::vector<Command> out;
  if (const auto running = take_running(generation, "stopped")) make_ready(running->job);
  place_ready_jobs(out);
  return out;
}

std::vector<Command> Scheduler::on_stop_requested(const std::string& reason) {
  stopping_ = true;
  std::vector<Command> out;
  for (const auto& [generation, running] : running_) out.push_back(Stop{generation, reason});
  return out;
}

std::vector<JobIndex> Scheduler::waiting_for(JobIndex job) const {
  if (job >= jobs_.size() || jobs_[job].state != State::waiting) return {};
  std::set<JobIndex> open;
  for (const JobIndex need : jobs_[job].spec.needs)
    if (jobs_[need].state != State::done) open.insert(need);
  return {open.begin(), open.end()};
}

void Scheduler::make_ready(JobIndex job) {
  jobs_[job].state = State::ready;
  ready_.insert({jobs_[job].spec.request.devices == 0 ? 0 : 1, job});
}

void Scheduler::complete(JobIndex index) {
  jobs_[index].state = State::done;
  ++done_;
  for (const JobIndex dependant : jobs_[index].dependants) {
    auto& waiting = jobs_[dependant];
    if (waiting.state == State::waiting && --waiting.open_needs == 0) make_ready(dependant);
  }
}

void Scheduler::fail_for_good(JobIndex index, const std::string& reason, std::vector<Command>& out) {
  std::vector<std::pair<JobIndex, std::string>> open{{index, reason}};
  while (!open.empty()) {
    const auto [job, why] = open.back();
    open.pop_back();
    if (jobs_[job].state == State::failed || jobs_[job].state == State::done) continue;
    jobs_[job].state = State::failed;
    jobs_[job].reason = why;
    ready_.erase({jobs_[job].spec.request.devices == 0 ? 0 : 1, job});
    ++failed_;
    out.push_back(GiveUp{job, why});
    for (const JobIndex dependant : jobs_[job].dependants)
      open.emplace_back(dependant, reason_of_dependants(job));
  }
}

// However long the chain of needs, it names the job that failed itself.
std::string Scheduler::reason_of_dependants(JobIndex failed) const {
  const auto& job = jobs_[failed];
  if (job.reason.starts_with(kNeedFailed)) return job.reason;
  const auto name = job.spec.name.empty() ? fmt::format("job {}", failed) : job.spec.name;
  return fmt::format("{}{} ({})", kNeedFailed, name, job.reason);
}

std::optional<Scheduler::Running> Scheduler::take_running(Generation generation, const char* event) {
  const auto found = running_.find(generation);
  if (found == running_.end()) {
    dropped_.push_back(fmt::format("{} for generation {}, which is not running", event, generation));
    return std::nullopt;
  }
  const Running running = found->second;
  load_.release(running.placement, effective_request(jobs_[running.job]));
  running_.erase(found);
  return running;
}

Request Scheduler::effective_request(const Job& job) const {
  Request request = job.spec.request;
  request.exclusive = request.exclusive || job.wants_empty_device;
  return request;
}

void Scheduler::place_ready_jobs(std::vector<Command>& out) {
  if (stopping_) return;
  for (auto entry = ready_.begin(); entry != ready_.end();) {
    auto& job = jobs_[entry->second];
    const Request request = effective_request(job);
    const auto placement = load_.place(request, job.avoid);
    if (!placement) {
      ++entry;
      continue;
    }
    load_.occupy(*placement, request);
    job.state = State::running;
    const Generation generation = next_generation_++;
    running_[generation] = {entry->second, *placement};
    out.push_back(Start{entry->second, generation, *placement});
    entry = ready_.erase(entry);
  }
}

}  // namespace purkinje::orchestrator
