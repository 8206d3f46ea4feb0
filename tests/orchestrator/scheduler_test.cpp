#include "orchestrator/scheduler.h"

#include <gtest/gtest.h>

namespace purkinje::orchestrator {
namespace {

const Device kTwoCores{.rank = 0, .node = "n1", .kind = "cpu", .index = 0, .cores = 2};

std::vector<Start> starts_in(const std::vector<Command>& commands) {
  std::vector<Start> out;
  for (const auto& command : commands)
    if (const auto* start = std::get_if<Start>(&command)) out.push_back(*start);
  return out;
}

std::vector<GiveUp> given_up_in(const std::vector<Command>& commands) {
  std::vector<GiveUp> out;
  for (const auto& command : commands)
    if (const auto* up = std::get_if<GiveUp>(&command)) out.push_back(*up);
  return out;
}

ScheduledJob one_thread(std::vector<JobIndex> needs = {}) {
  return {.request = {.threads = 1}, .needs = std::move(needs)};
}
ScheduledJob derived(std::vector<JobIndex> needs) {
  return {.request = {.devices = 0}, .needs = std::move(needs)};
}

TEST(Scheduler, starts_as_many_jobs_as_a_device_has_cores_for) {
  Scheduler scheduler;
  scheduler.on_job_added(one_thread());
  scheduler.on_job_added(one_thread());
  scheduler.on_job_added(one_thread());

  const auto starts = starts_in(scheduler.on_device_joined(kTwoCores));

  ASSERT_EQ(starts.size(), 2u);
  EXPECT_EQ(starts[0].job, 0u);
  EXPECT_EQ(starts[1].job, 1u);
  EXPECT_EQ(scheduler.running(), 2u);
}

TEST(Scheduler, starts_the_next_job_when_one_finishes) {
  Scheduler scheduler;
  for (int i = 0; i < 3; ++i) scheduler.on_job_added(one_thread());
  const auto first = starts_in(scheduler.on_device_joined(kTwoCores));

  const auto next = starts_in(scheduler.on_finished(first[0].generation));

  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].job, 2u);
}

TEST(Scheduler, a_derived_job_waits_for_all_its_needs_and_takes_no_device) {
  Scheduler scheduler;
  scheduler.on_job_added(one_thread());
  scheduler.on_job_added(one_thread());
  scheduler.on_job_added(derived({0, 1}));
  const auto first = starts_in(scheduler.on_device_joined(kTwoCores));

  const auto after_one = starts_in(scheduler.on_finished(first[0].generation));
  const auto after_both = starts_in(scheduler.on_finished(first[1].generation));

  EXPECT_TRUE(after_one.empty());
  ASSERT_EQ(after_both.size(), 1u);
  EXPECT_EQ(after_both[0].job, 2u);
  EXPECT_TRUE(after_both[0].placement.devices.empty());
}

TEST(Scheduler, jobs_done_in_an_earlier_run_are_not_started_and_free_what_needs_them) {
  Scheduler scheduler;
  scheduler.on_device_joined(kTwoCores);
  ScheduledJob done = one_thread();
  done.done = true;

  const auto first = scheduler.on_job_added(done);
  const auto second = starts_in(scheduler.on_job_added(derived({0})));

  EXPECT_TRUE(first.empty());
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].job, 1u);
}

TEST(Scheduler, configuration_failures_are_final_and_take_their_dependants_along_with_the_reason) {
  Scheduler scheduler;
  scheduler.on_job_added(one_thread());
  scheduler.on_job_added(derived({0}));
  const auto start = starts_in(scheduler.on_device_joined(kTwoCores));

  const auto given_up =
      given_up_in(scheduler.on_failed(start[0].generation, FailureClass::configuration, "no such class"));

  ASSERT_EQ(given_up.size(), 2u);
  EXPECT_EQ(given_up[0].reason, "configuration: no such class");
  EXPECT_EQ(given_up[1].job, 1u);
  EXPECT_NE(given_up[1].reason.find("no such class"), std::string::npos);
  EXPECT_TRUE(scheduler.finished());
}

TEST(Scheduler, every_dependant_is_told_which_job_failed_itself_and_why) {
  Scheduler scheduler;
  auto artefact = one_thread();
  artefact.name = "artefact gan_S, seed 1";
  scheduler.on_job_added(artefact);
  scheduler.on_job_added(one_thread({0}));
  scheduler.on_job_added(derived({1}));
  const auto start = starts_in(scheduler.on_device_joined(kTwoCores));

  const auto given_up =
      given_up_in(scheduler.on_failed(start[0].generation, FailureClass::diverged, "loss is NaN"));
  const auto added_later = given_up_in(scheduler.on_job_added(derived({2})));

  const std::string reason = "a job it needs failed: artefact gan_S, seed 1 (diverged: loss is NaN)";
  ASSERT_EQ(given_up.size(), 3u);
  EXPECT_EQ(given_up[1].reason, reason);
  EXPECT_EQ(given_up[2].reason, reason);
  ASSERT_EQ(added_later.size(), 1u);
  EXPECT_EQ(added_later[0].reason, reason);
}

TEST(Scheduler, a_need_that_failed_in_an_earlier_run_gives_its_reason_to_what_needs_it) {
  Scheduler scheduler;
  scheduler.on_job_added({.failed = "time_limit: 3600 s", .name = "cnn, seed 1"});

  const auto given_up = given_up_in(scheduler.on_job_added(derived({0})));

  ASSERT_EQ(given_up.size(), 1u);
  EXPECT_EQ(given_up[0].reason, "a job it needs failed: cnn, seed 1 (time_limit: 3600 s)");
}

TEST(Scheduler, says_what_a_job_waits_for) {
  Scheduler scheduler;
  for (int i = 0; i < 2; ++i) scheduler.on_job_added(one_thread());
  scheduler.on_job_added(derived({1, 0, 1}));
  const auto open = scheduler.waiting_for(2);
  const auto starts = starts_in(scheduler.on_device_joined(kTwoCores));

  scheduler.on_finished(starts[0].generation);

  EXPECT_EQ(open, (std::vector<JobIndex>{0, 1}));
  EXPECT_EQ(scheduler.waiting_for(2), std::vector<JobIndex>{1});
  EXPECT_TRUE(scheduler.waiting_for(1).empty());
  EXPECT_TRUE(scheduler.waiting_for(99).empty());
}

TEST(Scheduler, a_signal_is_retried_up_to_the_limit) {
  Scheduler scheduler({.attempts = 3});
  scheduler.on_job_added(one_thread());
  auto commands = scheduler.on_device_joined(kTwoCores);

  for (int failure = 1; failure <= 2; ++failure) {
    commands = scheduler.on_failed(starts_in(commands).at(0).generation, FailureClass::signal, "signal 11");
    EXPECT_EQ(starts_in(commands).size(), 1u) << "after failure " << failure;
  }
  commands = scheduler.on_failed(starts_in(commands).at(0).generation, FailureClass::signal, "signal 11");

  EXPECT_TRUE(starts_in(commands).empty());
  EXPECT_EQ(given_up_in(commands).size(), 1u);
}

TEST(Scheduler, a_retry_goes_to_another_node_where_there_is_one) {
  Scheduler scheduler;
  scheduler.on_job_added(one_thread());
  const auto start = starts_in(scheduler.on_device_joined(kTwoCores));
  scheduler.on_device_joined({.rank = 1, .node = "n2", .kind = "cpu", .index = 0, .cores = 2});

  const auto retry = starts_in(scheduler.on_failed(start[0].generation, FailureClass::signal, "gone"));

  ASSERT_EQ(retry.size(), 1u);
  EXPECT_EQ(retry[0].placement.rank, 1);
}

TEST(Scheduler, device_memory_failures_wait_for_an_empty_device) {
  Scheduler scheduler;
  scheduler.on_job_added(one_thread());
  scheduler.on_job_added(one_thread());
  const auto start = starts_in(scheduler.on_device_joined(kTwoCores));

  const auto at_once = scheduler.on_failed(start[0].generation, FailureClass::device_memory, "out of memory");
  const auto when_empty = starts_in(scheduler.on_finished(start[1].generation));

  EXPECT_TRUE(at_once.empty());
  ASSERT_EQ(when_empty.size(), 1u);
  EXPECT_EQ(when_empty[0].job, 0u);
}

TEST(Scheduler, a_job_asking_more_threads_than_cores_runs_alone_on_the_device) {
  Scheduler scheduler;
  scheduler.on_job_added({.request = {.threads = 8}});
  scheduler.on_job_added(one_thread());

  const auto starts = starts_in(scheduler.on_device_joined(kTwoCores));

  ASSERT_EQ(starts.size(), 1u);
  EXPECT_EQ(starts[0].job, 0u);
}

TEST(Scheduler, events_of_dead_generations_are_dropped_and_recorded) {
  Scheduler scheduler;
  scheduler.on_job_added(one_thread());
  const auto start = starts_in(scheduler.on_device_joined(kTwoCores));
  scheduler.on_finished(start[0].generation);

  const auto again = scheduler.on_finished(start[0].generation);
  const auto unknown = scheduler.on_failed(99, FailureClass::signal, "");

  EXPECT_TRUE(again.empty());
  EXPECT_TRUE(unknown.empty());
  EXPECT_EQ(scheduler.dropped_events().size(), 2u);
  EXPECT_EQ(scheduler.done(), 1u);
}

TEST(Scheduler, a_lost_worker_costs_no_job_its_tries) {
  Scheduler scheduler({.attempts = 1});
  scheduler.on_job_added(one_thread());
  scheduler.on_device_joined(kTwoCores);

  scheduler.on_worker_lost(0);
  const auto starts = starts_in(scheduler.on_device_joined({.rank = 1, .node = "n2", .cores = 1}));

  ASSERT_EQ(starts.size(), 1u);
  EXPECT_EQ(starts[0].placement.rank, 1);
}

TEST(Scheduler, a_stop_request_stops_what_runs_and_starts_nothing_more) {
  Scheduler scheduler;
  for (int i = 0; i < 3; ++i) scheduler.on_job_added(one_thread());
  const auto start = starts_in(scheduler.on_device_joined(kTwoCores));

  const auto stops = scheduler.on_stop_requested("time limit");
  const auto after_stop = scheduler.on_stopped(start[0].generation);
  scheduler.on_finished(start[1].generation);

  EXPECT_EQ(stops.size(), 2u);
  EXPECT_TRUE(after_stop.empty());
  EXPECT_TRUE(scheduler.idle());
  EXPECT_FALSE(scheduler.finished());
}

}  // namespace
}  // namespace purkinje::orchestrator
