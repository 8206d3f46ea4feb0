// The scheduler under random job graphs, devices, failures, duplicates and deaths.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/random.h"
#include "orchestrator/scheduler.h"

namespace purkinje::orchestrator {
namespace {

// A world that answers the scheduler's commands at random and watches the rules.
class World {
 public:
  World(uint64_t seed, size_t jobs) : random_(seed) {
    for (int rank = 0; rank < 3; ++rank) join(rank);
    for (size_t job = 0; job < jobs; ++job) add_job(job);
  }

  // Until everything is done or failed; the number of events is bounded so that a deadlock is seen.
  void run() {
    for (int events = 0; !scheduler_.finished() && events < 20000; ++events) one_event();
    RC_ASSERT(scheduler_.finished());
    RC_ASSERT(scheduler_.running() == 0u);
    for (size_t job = 0; job < needs_.size(); ++job) RC_ASSERT(done_.count(job) + failed_.count(job) == 1u);
  }

 private:
  void join(int rank) {
    obey(scheduler_.on_device_joined({.rank = rank,
                                      .node = "n" + std::to_string(rank),
                                      .kind = "cpu",
                                      .index = 0,
                                      .cores = static_cast<int>(1 + random_.below(4))}));
  }

  void add_job(size_t job) {
    std::vector<JobIndex> needs;
    for (size_t before = 0; before < job; ++before)
      if (random_.below(4) == 0) needs.push_back(before);
    needs_.push_back(needs);
    const bool derived = !needs.empty() && random_.below(2) == 0;
    obey(scheduler_.on_job_added({.request = {.devices = derived ? 0 : 1,
                                              .threads = static_cast<int>(1 + random_.below(3)),
                                              .exclusive = random_.below(5) == 0},
                                  .needs = needs}));
  }

  void one_event() {
    if (running_.empty()) {  // all workers were lost: another one comes
      join(next_rank_++);
      return;
    }
    auto chosen = std::next(running_.begin(), static_cast<std::ptrdiff_t>(random_.below(running_.size())));
    const auto generation = chosen->first;
    switch (random_.below(8)) {
      case 0:
        fail(generation);
        break;
      case 1:
        lose(chosen->second.placement.rank);
        break;
      case 2:
        obey(scheduler_.on_finished(generation + 100000));  // nonsense
        break;
      default:
        finish(generation);
        if (random_.below(2) == 0) obey(scheduler_.on_finished(generation));  // said twice
    }
  }

  void finish(Generation generation) {
    const auto job = running_.at(generation).job;
    RC_ASSERT(done_.insert(job).second);  // never done twice
    running_.erase(generation);
    obey(scheduler_.on_finished(generation));
  }

  void fail(Generation generation) {
    const auto failure = static_cast<FailureClass>(random_.below(9));
    running_.erase(generation);
    obey(scheduler_.on_failed(generation, failure, "at random"));
  }

  void lose(int rank) {
    std::erase_if(running_, [&](const auto& entry) { return entry.second.placement.rank == rank; });
    obey(scheduler_.on_worker_lost(rank));
    join(next_rank_++);
  }

  void obey(const std::vector<Command>& commands) {
    for (const auto& command : commands) {
      if (const auto* start = std::get_if<Start>(&command)) {
        for (const auto need : needs_[start->job]) RC_ASSERT(done_.count(need) == 1u);
        RC_ASSERT(done_.count(start->job) + failed_.count(start->job) == 0u);
        for (const auto& [generation, other] : running_) RC_ASSERT(other.job != start->job);
        running_[start->generation] = *start;
      } else if (const auto* up = std::get_if<GiveUp>(&command)) {
        RC_ASSERT(failed_.insert(up->job).second);
      }
    }
  }

  RandomStream random_;
  Scheduler scheduler_;
  std::vector<std::vector<JobIndex>> needs_;
  std::map<Generation, Start> running_;
  std::set<JobIndex> done_, failed_;
  int next_rank_ = 3;
};

TEST(SchedulerProperties, every_job_ends_once_after_its_needs_whatever_happens) {
  EXPECT_TRUE(rc::check([](uint64_t seed) { World(seed, *rc::gen::inRange<size_t>(1, 30)).run(); }));
}

}  // namespace
}  // namespace purkinje::orchestrator
