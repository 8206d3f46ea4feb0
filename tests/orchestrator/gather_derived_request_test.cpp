#include "orchestrator/gather_derived_request.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/db/fixture.h"

namespace purkinje::orchestrator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DerivedRequests : public ::testing::Test {
 protected:
  void SetUp() override {
    db::Writer writer(folder / "a.db");
    db::test::fill(writer);
    // A training of two stages.
    writer.void_job("plain-1-1", "in two stages");
    auto staged =
        db::test::training_result("plain", 1, 1, writer.add_attempt("plain-1-1", 0, Json::object()));
    for (auto set : std::vector(staged.predictions)) {
      set.stage = "fine_tuning";
      for (float& raw : set.raw) raw += 1;
      staged.predictions.push_back(set);
    }
    writer.add_result(staged);
  }

  PlannedJob job(const std::string& procedure, std::vector<std::string> needs) {
    PlannedJob planned;
    planned.record.kind = db::JobKind::derived;
    planned.record.procedure = procedure;
    planned.record.task = "binary";
    planned.record.needs = std::move(needs);
    planned.derived.method = "average";
    return planned;
  }

  std::string refusal(const PlannedJob& planned) {
    try {
      gather_derived_request(db::Reader(folder / "a.db"), planned, {});
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  db::test::Folder folder;
};

TEST_F(DerivedRequests, a_pool_has_the_predictions_and_regions_of_all_folds) {
  const auto request = gather_derived_request(
      db::Reader(folder / "a.db"), job("pool", {"full-1-0", "full-1-1"}), {metrics::ThresholdRule{}});

  ASSERT_EQ(request.members.size(), 2u);
  EXPECT_EQ(request.members[0].test.samples, 4u);
  EXPECT_THAT(request.members[1].test.label, ElementsAre(0, 1, 0, -1));
  EXPECT_EQ(request.members[1].validation.samples, 4u);
  EXPECT_THAT(request.threshold_rules, ElementsAre("fixed_0.5"));
  ASSERT_EQ(request.regions.size(), 1u);
  EXPECT_EQ(request.regions[0].samples.size(), 8u);
}

TEST_F(DerivedRequests, a_pool_of_staged_jobs_has_every_stage) {
  const auto request = gather_derived_request(db::Reader(folder / "a.db"), job("pool", {"plain-1-1"}), {});

  ASSERT_EQ(request.members.size(), 2u);
  EXPECT_EQ(request.members[0].stage, "train");
  EXPECT_EQ(request.members[1].stage, "fine_tuning");
}

TEST_F(DerivedRequests, a_pool_of_jobs_with_different_stages_is_refused) {
  EXPECT_THAT(refusal(job("pool", {"plain-1-0", "plain-1-1"})), HasSubstr("after stage fine_tuning"));
}

TEST_F(DerivedRequests, an_ensemble_takes_the_last_stage_of_each_member_unless_the_plan_names_one) {
  auto planned = job("ensemble", {"full-1-1", "plain-1-1"});
  planned.derived.member_names = {"full", "plain"};
  const auto last = gather_derived_request(db::Reader(folder / "a.db"), planned, {});
  planned.derived.member_stages = {"train", "train"};
  const auto named = gather_derived_request(db::Reader(folder / "a.db"), planned, {});

  EXPECT_EQ(last.members[1].name, "plain");
  EXPECT_EQ(last.members[1].stage, "fine_tuning");
  EXPECT_EQ(named.members[1].stage, "train");
  EXPECT_LT(named.members[1].test.score[0], last.members[1].test.score[0]);
  EXPECT_THAT(last.test_samples, ElementsAre(4, 5, 6, 7));
  EXPECT_THAT(last.validation_samples, ElementsAre(0, 1, 2, 3));
}

TEST_F(DerivedRequests, members_with_other_samples_are_refused_by_name) {
  auto planned = job("ensemble", {"full-1-0", "full-1-1"});
  planned.derived.member_names = {"one", "another"};

  EXPECT_THAT(refusal(planned), HasSubstr("another (test)"));
}

TEST_F(DerivedRequests, comes_back_from_its_bytes) {
  const auto request =
      gather_derived_request(db::Reader(folder / "a.db"), job("pool", {"full-1-0", "full-1-1"}), {});
  const auto bytes = request.to_cbor();

  const auto back = worker::DerivedRequest::from_cbor(bytes);

  EXPECT_EQ(back.to_cbor(), bytes);
  EXPECT_EQ(back.members[1].test.score, request.members[1].test.score) << "the same doubles";
  EXPECT_EQ(back.members[1].test.label, request.members[1].test.label);
  EXPECT_THROW(worker::DerivedRequest::from_cbor({1, 2, 3}), InputError);
}

}  // namespace
}  // namespace purkinje::orchestrator
