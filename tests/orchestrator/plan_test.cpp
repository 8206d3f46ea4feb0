#include "orchestrator/plan.h"

#include <gmock/gmock.h>

#include <set>

#include "orchestrator/identity.h"
#include "orchestrator/planning.h"
#include "tests/orchestrator/test_tables.h"

namespace purkinje::orchestrator {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const char* const kText = R"(name: planned
data: {set: synthetic, classes: [MI]}
model: {name: wave}
protocol: {folds: 3, seeds: [1, 2]}
resources: {threads: 2, device: cpu}
keep: {weights: last}
grid: {variants: {a: , b: {model.readout: last}}}
)";

std::pair<std::string, data::Manifest> prepared(const Json& data) {
  data::Manifest manifest;
  manifest.data_set = data["set"];
  manifest.fingerprint = "fingerprint of " + data.dump();
  manifest.classes = {"MI"};
  for (int i = 0; i < 12; ++i) {
    const auto name = "r" + std::to_string(i);
    manifest.samples.push_back({name, name, 0, {static_cast<int8_t>(i % 3 == 0)}});
  }
  return {"/cache/" + manifest.data_set, manifest};
}

// Every third sample tests; nothing is ever wrong.
SplitFunctions simple_splits() {
  return {[](const Json&, const data::Manifest& manifest, uint64_t, int fold) {
            data::Split split;
            for (uint32_t i = 0; i < manifest.samples.size(); ++i)
              (static_cast<int>(i) % 3 == fold ? split.test : split.train).push_back(i);
            return split;
          },
          [](const data::Split&, const data::Manifest&, bool) { return std::vector<std::string>{}; }};
}

Plan plan(const std::string& text, const SplitFunctions& splits = simple_splits()) {
  return make_plan_with(test_tables(), splits, parse(text), prepared);
}

TEST(Plan, has_a_job_for_every_cell_and_a_pool_for_every_variant_and_seed) {
  const auto planned = plan(kText);

  size_t training = 0, derived = 0;
  for (const auto& job : planned.jobs) (job.record.kind == db::JobKind::training ? training : derived)++;
  EXPECT_EQ(training, 2u * 2u * 3u);
  EXPECT_EQ(derived, 2u * 2u);
  EXPECT_THAT(planned.cells, SizeIs(16));
  EXPECT_THAT(planned.data_sets, SizeIs(1));
}

TEST(Plan, goes_through_all_variants_before_the_next_fold_and_all_folds_before_the_next_seed) {
  const auto planned = plan(kText);

  std::vector<std::string> order;
  for (const auto& job : planned.jobs)
    order.push_back(std::to_string(job.record.seed) +
                    (job.record.fold ? std::to_string(*job.record.fold) : "p") +
                    (job.variants[0] == 0 ? "a" : "b"));
  EXPECT_THAT(order, ElementsAre("10a", "10b", "11a", "11b", "12a", "12b", "1pa", "1pb", "20a", "20b", "21a",
                                 "21b", "22a", "22b", "2pa", "2pb"));
}

TEST(Plan, lists_needs_before_the_jobs_that_need_them_and_every_id_once) {
  const auto planned = plan(kText);

  std::set<std::string> seen;
  for (const auto& job : planned.jobs) {
    for (const auto& need : job.record.needs) EXPECT_TRUE(seen.contains(need));
    EXPECT_TRUE(seen.insert(job.record.id).second);
    EXPECT_EQ(job.record.id, identity_hash(job.record.identity));
    EXPECT_THAT(job.record.id, SizeIs(32));
    if (job.record.kind == db::JobKind::derived) {
      EXPECT_THAT(job.record.needs, SizeIs(3));
      EXPECT_EQ(job.request.devices, 0);
      EXPECT_EQ(job.record.fold, std::nullopt);
    }
  }
}

TEST(Plan, fills_in_what_a_trainer_needs) {
  const auto job = plan(kText).jobs[1];

  EXPECT_EQ(job.training.id, job.record.id);
  EXPECT_EQ(job.training.network, "wave");
  EXPECT_EQ(job.training.network_options["readout"], "last");
  EXPECT_EQ(job.training.training["epochs"], 100);
  EXPECT_EQ(job.training.protocol["folds"], 3);
  EXPECT_EQ(job.training.classes, std::vector<std::string>{"MI"});
  EXPECT_EQ(job.training.data_folder, "/cache/synthetic");
  EXPECT_EQ(job.training.data_fingerprint, job.record.fingerprint);
  EXPECT_EQ(job.training.keep_weights, "last");
  EXPECT_EQ(job.training.threads, 2);
  EXPECT_EQ(job.request.device, "cpu");
}

TEST(Plan, adds_only_what_is_new_for_another_seed_or_variant) {
  const auto ids = [](const Plan& planned) {
    std::set<std::string> all;
    for (const auto& job : planned.jobs) all.insert(job.record.id);
    return all;
  };
  const auto before = ids(plan(kText));
  auto text = std::string(kText);
  text.replace(text.find("[1, 2]"), 6, "[2, 3, 1]");
  text.replace(text.find("{a: ,"), 5, "{new: {model.hidden: 5}, a: ,");

  const auto after = ids(plan(text));

  EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
  EXPECT_THAT(after, SizeIs(3 * 3 * 3 + 3 * 3));
}

TEST(Plan, pools_nothing_where_there_is_one_fold) {
  const auto planned = plan("name: one\ndata: {set: s}\nmodel: {name: wave}\nprotocol: {kind: holdout}\n");

  ASSERT_THAT(planned.jobs, SizeIs(1));
  EXPECT_EQ(planned.jobs[0].record.fold, 0);
}

TEST(Plan, gives_each_variant_its_own_data_set_where_the_grid_varies_it) {
  const auto planned = plan(
      "name: two\ndata: {set: s}\nmodel: {name: wave}\nprotocol: {kind: holdout}\ngrid: "
      "{data.preprocessing.duration_s: [1, 2, 1.5]}\n");

  EXPECT_THAT(planned.data_sets, SizeIs(3));
  EXPECT_EQ(planned.jobs[2].data_set, 2u);
}

TEST(Plan, keeps_the_revision_with_its_variants) {
  const auto planned = plan(kText);

  EXPECT_EQ(planned.revision.experiment, "planned");
  EXPECT_EQ(planned.revision.profile, "full");
  EXPECT_EQ(planned.revision.source, kText);
  EXPECT_THAT(planned.revision.digest, SizeIs(64));
  ASSERT_THAT(planned.revision.variants, SizeIs(2));
  EXPECT_EQ(planned.revision.variants[1].settings, Json({{"model.readout", "last"}}));
  EXPECT_EQ(planned.cells[0].revision_digest, planned.revision.digest);
}

TEST(Plan, names_variant_seed_and_fold_of_a_split_that_cannot_be_learned) {
  auto splits = simple_splits();
  splits.split_problems = [](const data::Split& split, const data::Manifest&, bool) {
    return split.test.front() == 1 ? std::vector<std::string>{"the test part has no positives of MI (0 of 4)"}
                                   : std::vector<std::string>{};
  };

  try {
    plan(kText, splits);
    FAIL() << "the plan was made";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "variant 'a', seed 1, fold 1: the test part has no positives of MI (0 of 4)\n"
                 "variant 'a', seed 2, fold 1: the test part has no positives of MI (0 of 4)");
  }
}

TEST(Plan, checks_a_split_once_however_many_variants_share_it) {
  auto splits = simple_splits();
  size_t made = 0;
  splits.make_split = [&made, make = splits.make_split](const Json& protocol, const data::Manifest& manifest,
                                                        uint64_t seed, int fold) {
    ++made;
    return make(protocol, manifest, seed, fold);
  };

  plan(kText, splits);

  EXPECT_EQ(made, 2u * 3u);
}

TEST(Plan, refuses_a_trace_of_a_record_that_is_not_there) {
  auto text = std::string(kText);
  text.replace(text.find("weights: last"), 13, "traces: [r99]");

  try {
    plan(text);
    FAIL() << "the plan was made";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("keep.traces: no record 'r99' in the data; did you mean 'r"));
  }
}

}  // namespace
}  // namespace purkinje::orchestrator
