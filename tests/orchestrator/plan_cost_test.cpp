// What the rest of a plan would cost, from what its finished jobs took.
#include "orchestrator/commands/plan_cost.h"

#include <gtest/gtest.h>

namespace purkinje::orchestrator {
namespace {

PlannedJob job(const std::string& id, std::vector<size_t> variants,
               db::JobKind kind = db::JobKind::training) {
  PlannedJob job;
  job.record.id = id;
  job.record.kind = kind;
  job.variants = std::move(variants);
  return job;
}

// Two variants of two jobs each, and a pool of the first.
Plan two_variants() {
  Plan plan;
  plan.jobs = {job("a1", {0}), job("a2", {0}), job("b1", {1}), job("b2", {1}),
               job("pool", {0}, db::JobKind::derived)};
  return plan;
}

TEST(PlanCost, is_unknown_while_no_training_has_finished) {
  EXPECT_FALSE(seconds_left(two_variants(), {{"a1", "pending"}}, {}));
}

TEST(PlanCost, takes_a_pending_job_to_last_as_long_as_others_of_its_variant) {
  const auto left = seconds_left(two_variants(), {{"a1", "done"}, {"b1", "done"}}, {{"a1", 10}, {"b1", 30}});

  EXPECT_EQ(left, 10 + 30) << "a2 and b2; the pool costs nothing";
}

TEST(PlanCost, takes_a_variant_without_a_finished_job_for_a_mean_one) {
  const auto left = seconds_left(two_variants(), {{"a1", "done"}, {"a2", "done"}}, {{"a1", 10}, {"a2", 20}});

  EXPECT_EQ(left, 15 + 15) << "b1 and b2";
}

TEST(PlanCost, leaves_jobs_out_that_failed_for_good) {
  const auto left =
      seconds_left(two_variants(), {{"a1", "done"}, {"a2", "failed"}, {"b1", "failed"}}, {{"a1", 10}});

  EXPECT_EQ(left, 10) << "b2 alone";
}

}  // namespace
}  // namespace purkinje::orchestrator
