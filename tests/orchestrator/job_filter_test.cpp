#include "orchestrator/job_filter.h"

#include <gmock/gmock.h>

namespace purkinje::orchestrator {
namespace {

PlannedJob job(const std::string& id, db::JobKind kind, int fold, std::vector<std::string> needs) {
  PlannedJob planned;
  planned.record.id = id;
  planned.record.kind = kind;
  planned.record.seed = 1;
  planned.record.fold = fold;
  planned.record.needs = std::move(needs);
  planned.variants = {0};
  return planned;
}

TEST(JobFilter, leaves_the_artefacts_that_the_wanted_jobs_need_and_no_others) {
  using enum db::JobKind;
  Plan plan;
  plan.revision.variants = {{"full", "", {}}};
  plan.jobs = {job("beats", artefact, 0, {}), job("fold 0", training, 0, {"beats"}),
               job("beats 1", artefact, 1, {}), job("fold 1", training, 1, {"beats 1"}),
               job("both", derived, 0, {"fold 0", "fold 1"})};

  EXPECT_THAT(filter_jobs(plan, {"fold=1"}), ::testing::ElementsAre(2, 3));
  EXPECT_THAT(filter_jobs(plan, {}), ::testing::ElementsAre(0, 1, 2, 3, 4));
}

}  // namespace
}  // namespace purkinje::orchestrator
