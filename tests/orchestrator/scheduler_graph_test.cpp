// Sweeps with all kinds of job under failures, deaths and repeated events: artefacts, the trainings that use
// them, ensembles over trainings, pools over ensembles.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "base/random.h"
#include "orchestrator/scheduler.h"

namespace purkinje::orchestrator {
namespace {

enum class Role { artefact, training, ensemble, pool };

// Answers the scheduler's commands at random and watches the rules. What should be is computed from the graph
// and from what happened to each job itself, not from the scheduler.
class Sweep {
 public:
  explicit Sweep(uint64_t seed) : random_(seed) {
    join();
    if (random_.below(2) == 0) join();
    const auto folds = 1 + random_.below(3), models = 1 + random_.below(4);
    for (uint64_t seeds = 1 + random_.below(2); seeds > 0; --seeds) add_seed(folds, models);
  }

  // The number of events is bounded so that a deadlock is seen.
  void run() {
    for (int events = 0; !scheduler_.finished() && events < 20000; ++events) {
      one_event();
      check_waiting();
    }
    RC_ASSERT(scheduler_.finished());
    RC_ASSERT(running_.empty());
    check_ends();
  }

 private:
  void add_seed(uint64_t folds, uint64_t models) {
    std::vector<std::vector<JobIndex>> pools(1 + random_.below(3));
    for (uint64_t fold = 0; fold < folds; ++fold) {
      std::vector<JobIndex> artefacts, trainings;
      for (auto left = random_.below(4); left > 0; --left) artefacts.push_back(add(Role::artefact, {}));
      for (uint64_t model = 0; model < models; ++model)
        trainings.push_back(add(Role::training, some(artefacts)));
      for (auto& pool : pools) {
        auto members = some(trainings);
        if (members.empty()) members.push_back(trainings.front());
        pool.push_back(add(Role::ensemble, members));
      }
    }
    for (const auto& ensembles : pools) add(Role::pool, ensembles);
  }

  std::vector<JobIndex> some(const std::vector<JobIndex>& of) {
    std::vector<JobIndex> chosen;
    for (const auto job : of)
      if (random_.below(2) == 0) chosen.push_back(job);
    return chosen;
  }

  JobIndex add(Role role, const std::vector<JobIndex>& needs) {
    const JobIndex job = needs_.size();
    needs_.push_back(needs);
    const bool derived = role == Role::ensemble || role == Role::pool;
    ScheduledJob spec{
        .request = {.devices = derived ? 0 : 1, .threads = static_cast<int>(1 + random_.below(2))},
        .needs = needs,
        .name = name(job)};
    // What an earlier run left: only what had all its needs can be done.
    const bool ready =
        std::all_of(needs.begin(), needs.end(), [&](auto need) { return done_.contains(need); });
    const auto earlier = random_.below(12);
    if (earlier == 0 && ready) {
      spec.done = true;
      done_.insert(job);
    } else if (earlier == 1) {
      spec.failed = "earlier";
      own_failure_[job] = "earlier";
    }
    obey(scheduler_.on_job_added(spec));
    return job;
  }

  static std::string name(JobIndex job) { return "<" + std::to_string(job) + ">"; }

  void join() {
    obey(scheduler_.on_device_joined({.rank = next_rank_,
                                      .node = "n" + std::to_string(next_rank_),
                                      .kind = "cpu",
                                      .index = 0,
                                      .cores = static_cast<int>(1 + random_.below(3))}));
    ++next_rank_;
  }

  void one_event() {
    RC_ASSERT(!running_.empty());  // something can always run while something is left: no deadlock
    const auto chosen =
        std::next(running_.begin(), static_cast<std::ptrdiff_t>(random_.below(running_.size())));
    const auto [generation, start] = *chosen;
    switch (random_.below(10)) {
      case 0:
        fail(generation, start.job, FailureClass::diverged);
        break;
      case 1:
        fail(generation, start.job, FailureClass::signal);
        break;
      case 2:
        lose(start.placement.rank);
        break;
      case 3:
        running_.erase(generation);
        obey(scheduler_.on_stopped(generation));
        break;
      default:
        RC_ASSERT(done_.insert(start.job).second);
        running_.erase(generation);
        obey(scheduler_.on_finished(generation));
    }
    repeat_an_old_event();
  }

  void fail(Generation generation, JobIndex job, FailureClass failure) {
    running_.erase(generation);
    if (failure == FailureClass::diverged || ++failures_[job] == RetryPolicy{}.attempts)
      own_failure_[job] = to_string(failure) + ": why " + name(job);
    obey(scheduler_.on_failed(generation, failure, "why " + name(job)));
  }

  void lose(int rank) {
    std::erase_if(running_, [&](const auto& entry) { return entry.second.placement.rank == rank; });
    obey(scheduler_.on_worker_lost(rank));
    join();
  }

  // A late message of an attempt that ended, or was lost with its worker.
  void repeat_an_old_event() {
    if (started_.empty()) return;
    const auto generation = started_[random_.below(started_.size())];
    if (running_.contains(generation)) return;
    const auto done = scheduler_.done();
    if (random_.below(2) == 0)
      obey(scheduler_.on_finished(generation));
    else
      obey(scheduler_.on_failed(generation, FailureClass::diverged, "late"));
    RC_ASSERT(scheduler_.done() == done);
  }

  void obey(const std::vector<Command>& commands) {
    for (const auto& command : commands) {
      if (const auto* start = std::get_if<Start>(&command)) {
        for (const auto need : needs_[start->job]) RC_ASSERT(done_.contains(need));
        RC_ASSERT(!done_.contains(start->job));
        RC_ASSERT(!given_up_.contains(start->job));
        for (const auto& [generation, other] : running_) RC_ASSERT(other.job != start->job);
        running_.emplace(start->generation, *start);
        started_.push_back(start->generation);
      } else if (const auto* up = std::get_if<GiveUp>(&command)) {
        RC_ASSERT(given_up_.emplace(up->job, up->reason).second);
      }
    }
  }

  void check_waiting() const {
    for (JobIndex job = 0; job < needs_.size(); ++job) {
      std::vector<JobIndex> open;
      if (!done_.contains(job) && !given_up_.contains(job))
        for (const auto need : needs_[job])
          if (!done_.contains(need)) open.push_back(need);
      RC_ASSERT(scheduler_.waiting_for(job) == open);
    }
  }

  // The jobs whose own failure can have ended this one: itself, or what it needs, however far away.
  std::set<JobIndex> culprits(JobIndex job) const {
    if (own_failure_.contains(job)) return {job};
    std::set<JobIndex> found;
    for (const auto need : needs_[job])
      if (!done_.contains(need)) found.merge(culprits(need));
    return found;
  }

  void check_ends() const {
    for (JobIndex job = 0; job < needs_.size(); ++job) {
      RC_ASSERT(done_.contains(job) != given_up_.contains(job));
      if (done_.contains(job)) continue;
      const auto& reason = given_up_.at(job);
      const auto possible = culprits(job);
      RC_ASSERT(!possible.empty());
      if (own_failure_.contains(job)) {
        RC_ASSERT(reason == own_failure_.at(job));
        continue;
      }
      RC_ASSERT(std::any_of(possible.begin(), possible.end(), [&](auto culprit) {
        return reason == "a job it needs failed: " + name(culprit) + " (" + own_failure_.at(culprit) + ")";
      }));
    }
  }

  RandomStream random_;
  Scheduler scheduler_;
  std::vector<std::vector<JobIndex>> needs_;
  std::map<Generation, Start> running_;
  std::vector<Generation> started_;
  std::set<JobIndex> done_;
  std::map<JobIndex, std::string> given_up_, own_failure_;
  std::map<JobIndex, int> failures_;
  int next_rank_ = 0;
};

TEST(SchedulerGraphs, end_every_job_once_after_its_needs_and_name_the_need_that_failed) {
  EXPECT_TRUE(rc::check([](uint64_t seed) {
    for (uint64_t k = 0; k < 10; ++k) Sweep(seed * 10 + k).run();
  }));
}

}  // namespace
}  // namespace purkinje::orchestrator
