// Artefact jobs, ensembles and staged trainings in a plan, and what a filter leaves of it.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "orchestrator/identity.h"
#include "orchestrator/job_filter.h"
#include "orchestrator/planning.h"
#include "tests/orchestrator/test_tables.h"

namespace purkinje::orchestrator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const char* const kText = R"(name: planned
data: {set: synthetic, task: multi_class, classes: [N, S]}
model: {name: wave}
protocol: {folds: 2, seeds: [1, 2], validation: 0.1}
artefacts:
  gan_S: {model: {name: residual}, training: {procedure: adversarial, adversarial_class: S, epochs: 3}}
  enhancer: {model: {name: wave, hidden: 8}, training: {procedure: weight_track}, resources: {threads: 3}}
grid:
  variants:
    plain:
    gan: {training: {augmentation: synthetic, synthetic_from: [gan_S]}}
    both: {training: {augmentation: synthetic, synthetic_from: [gan_S], pretrained: enhancer,
                      stages: [{name: frozen, freeze: [enhancer]}, {name: fine}]}}
ensembles:
  mean: {method: average, members: [both, gan]}
  stack: {method: stacking, members: ['*']}
)";

std::string text_with(const std::string& old, const std::string& changed) {
  return changed_text(kText, old, changed);
}

// Every third sample is of class S; the seventh record has two windows.
std::pair<std::string, data::Manifest> prepared(const Json& data) {
  data::Manifest manifest;
  manifest.data_set = data["set"];
  manifest.fingerprint = "fingerprint of " + data.dump();
  manifest.classes = {"N", "S"};
  for (int i = 0; i < 12; ++i) {
    const auto name = "r" + std::to_string(i == 7 ? 6 : i);
    const int8_t rare = i % 3 == 0;
    manifest.samples.push_back({name, name, i == 7 ? 3600 : 0, {static_cast<int8_t>(1 - rare), rare}});
  }
  return {"/cache/" + manifest.data_set, manifest};
}

// The first half trains, the second tests; nothing is ever wrong.
SplitFunctions halves() {
  return {[](const Json&, const data::Manifest& manifest, uint64_t, int) {
            data::Split split;
            for (uint32_t i = 0; i < manifest.samples.size(); ++i)
              (i < 6 ? split.train : split.test).push_back(i);
            return split;
          },
          [](const data::Split&, const data::Manifest&, bool) { return std::vector<std::string>{}; }};
}

Plan plan(const std::string& text = kText, const SplitFunctions& splits = halves()) {
  return make_plan_with(test_tables(), splits, parse(text), prepared);
}

std::string refusal(const std::string& text) {
  try {
    plan(text);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

std::vector<PlannedJob> jobs_of(const Plan& planned, db::JobKind kind, const std::string& procedure = "") {
  std::vector<PlannedJob> jobs;
  for (const auto& job : planned.jobs)
    if (job.record.kind == kind && (procedure.empty() || job.record.procedure == procedure))
      jobs.push_back(job);
  return jobs;
}

std::string variant_of(const Plan& planned, const PlannedJob& job) {
  return planned.revision.variants[job.variants.front()].name;
}

TEST(PlanProducts, has_every_job_once_and_after_what_it_needs) {
  const auto planned = plan();

  std::set<std::string> seen;
  for (const auto& job : planned.jobs) {
    for (const auto& need : job.record.needs) EXPECT_TRUE(seen.contains(need)) << job.record.procedure;
    EXPECT_TRUE(seen.insert(job.record.id).second);
    EXPECT_EQ(job.record.id, identity_hash(job.record.identity));
    EXPECT_EQ(Json(std::set<std::string>(job.record.needs.begin(), job.record.needs.end())),
              job.record.identity["needs"]);
  }
  EXPECT_THAT(jobs_of(planned, db::JobKind::artefact), SizeIs(2 * 2 * 2));  // artefacts, seeds, folds
  EXPECT_THAT(jobs_of(planned, db::JobKind::training), SizeIs(3 * 2 * 2));
  EXPECT_THAT(jobs_of(planned, db::JobKind::derived, "ensemble"), SizeIs(2 * 2 * 2));
  EXPECT_THAT(jobs_of(planned, db::JobKind::derived, "pool"), SizeIs((3 + 2) * 2));
  EXPECT_THAT(planned.cells, SizeIs(3 * 4 + 2 * 4 + 5 * 2));
}

TEST(PlanProducts, share_an_artefact_among_all_that_name_it) {
  const auto planned = plan();

  for (const auto& job : jobs_of(planned, db::JobKind::artefact)) {
    std::vector<std::string> users;
    for (const auto v : job.variants) users.push_back(planned.revision.variants[v].name);
    if (job.artefact == "gan_S")
      EXPECT_THAT(users, ElementsAre("gan", "both"));
    else
      EXPECT_THAT(users, ElementsAre("both"));
    for (const auto& cell : planned.cells) EXPECT_NE(cell.job, job.record.id);
  }
}

TEST(PlanProducts, replace_real_samples_by_those_of_the_generator_that_other_variants_use) {
  const auto with = plan(
      text_with("    both:",
                "    only: {training: {augmentation: synthetic_only, synthetic_from: [gan_S]}}\n    both:"));
  const auto without = plan();

  const auto ids = [](const Plan& planned) {
    std::set<std::string> found;
    for (const auto& job : planned.jobs) found.insert(job.record.id);
    return found;
  };
  std::set<std::string> old = ids(without);
  for (const auto& job : jobs_of(with, db::JobKind::training)) {
    if (variant_of(with, job) != "only") continue;
    EXPECT_FALSE(old.contains(job.record.id));
    EXPECT_EQ(job.training.training["augmentation"], "synthetic_only");
    ASSERT_THAT(job.training.artefacts, SizeIs(1));
    EXPECT_EQ(job.training.artefacts[0].name, "gan_S");
    EXPECT_TRUE(old.contains(job.training.artefacts[0].job)) << "no generator of its own";
    old.insert(job.record.id);
  }
  // The ensemble of all variants and its pools have one member more.
  for (const auto& job : with.jobs)
    EXPECT_TRUE(job.record.kind == db::JobKind::derived || old.contains(job.record.id));
  EXPECT_THAT(jobs_of(with, db::JobKind::training), SizeIs(4 * 2 * 2));
}

TEST(PlanProducts, tell_a_training_where_its_artefacts_come_from) {
  const auto planned = plan();

  for (const auto& job : jobs_of(planned, db::JobKind::training)) {
    std::vector<std::string> words, ids;
    for (const auto& input : job.training.artefacts) {
      words.push_back(input.role + " " + input.name);
      ids.push_back(input.job);
      const auto made = std::find_if(planned.jobs.begin(), planned.jobs.end(),
                                     [&](const auto& other) { return other.record.id == input.job; });
      EXPECT_EQ(made->artefact, input.name);
      EXPECT_EQ(made->record.seed, job.record.seed);
      EXPECT_EQ(made->record.fold, job.record.fold);
    }
    EXPECT_THAT(job.record.needs, testing::UnorderedElementsAreArray(ids));
    const auto variant = variant_of(planned, job);
    const std::map<std::string, std::vector<std::string>> expected{
        {"plain", {}}, {"gan", {"synthetic gan_S"}}, {"both", {"pretrained enhancer", "synthetic gan_S"}}};
    EXPECT_EQ(words, expected.at(variant));
  }
}

TEST(PlanProducts, give_an_artefact_job_what_a_trainer_needs) {
  const auto enhancer = jobs_of(plan(), db::JobKind::artefact, "weight_track")[0];

  EXPECT_EQ(enhancer.training.id, enhancer.record.id);
  EXPECT_EQ(enhancer.training.network, "wave");
  EXPECT_EQ(enhancer.training.network_options["hidden"], 8);
  EXPECT_EQ(enhancer.training.training["procedure"], "weight_track");
  EXPECT_EQ(enhancer.training.protocol["folds"], 2);
  EXPECT_EQ(enhancer.training.classes, (std::vector<std::string>{"N", "S"}));
  EXPECT_EQ(enhancer.training.data_folder, "/cache/synthetic");
  EXPECT_EQ(enhancer.training.data_fingerprint, enhancer.record.fingerprint);
  EXPECT_EQ(enhancer.training.keep_weights, "none");
  EXPECT_EQ(enhancer.request.threads, 3);
}

TEST(PlanProducts, make_an_artefact_with_its_own_seed_once_where_the_split_is_fixed) {
  const auto own_seed = text_with("epochs: 3}}", "epochs: 3}, seed: 9}");
  auto fixed = own_seed;
  fixed.replace(fixed.find("folds: 2,"), 9, "folds: 2, follow_seed: false,");

  const auto gans = jobs_of(plan(fixed), db::JobKind::artefact, "adversarial");
  const auto following = jobs_of(plan(own_seed), db::JobKind::artefact, "adversarial");

  ASSERT_THAT(gans, SizeIs(2));  // folds
  EXPECT_EQ(gans[0].record.seed, 9u);
  EXPECT_EQ(gans[0].training.seed, 9u);
  ASSERT_THAT(following, SizeIs(2 * 2));
  EXPECT_EQ(following[3].training.seed, 9u);
  EXPECT_EQ(following[3].training.protocol["follow_seed"], false);
  EXPECT_EQ(following[3].training.protocol["split_seed"], 2);
}

TEST(PlanProducts, combine_the_members_of_one_seed_and_fold_in_the_order_of_their_ids) {
  const auto planned = plan();

  for (const auto& job : jobs_of(planned, db::JobKind::derived, "ensemble")) {
    const bool mean = variant_of(planned, job) == "mean";
    EXPECT_THAT(job.record.needs, SizeIs(mean ? 2 : 3));
    EXPECT_TRUE(std::is_sorted(job.record.needs.begin(), job.record.needs.end()));
    EXPECT_EQ(job.derived.procedure, "ensemble");
    EXPECT_EQ(job.derived.method, mean ? "average" : "stacking");
    EXPECT_EQ(job.derived.options["regularisation"], mean ? Json() : Json(1.0));
    EXPECT_EQ(job.request.devices, 0);
    ASSERT_EQ(job.derived.member_names.size(), job.record.needs.size());
    ASSERT_EQ(job.derived.member_stages.size(), job.record.needs.size());
    for (size_t m = 0; m < job.record.needs.size(); ++m) {
      const auto member = std::find_if(planned.jobs.begin(), planned.jobs.end(), [&](const auto& other) {
        return other.record.id == job.record.needs[m];
      });
      EXPECT_EQ(variant_of(planned, *member), job.derived.member_names[m]);
      EXPECT_EQ(member->record.seed, job.record.seed);
      EXPECT_EQ(member->record.fold, job.record.fold);
      EXPECT_EQ(job.derived.member_stages[m], job.derived.member_names[m] == "both" ? "fine" : "train");
    }
  }
}

TEST(PlanProducts, do_not_mind_in_which_order_an_ensemble_names_its_members) {
  const auto ids = [](const Plan& planned) {
    std::vector<std::string> all;
    for (const auto& job : planned.jobs) all.push_back(job.record.id);
    return all;
  };

  EXPECT_EQ(ids(plan()), ids(plan(text_with("[both, gan]", "[gan, both]"))));
}

TEST(PlanProducts, pool_every_stage_of_a_variant_and_the_folds_of_an_ensemble) {
  const auto planned = plan();

  for (const auto& job : jobs_of(planned, db::JobKind::derived, "pool")) {
    EXPECT_THAT(job.record.needs, SizeIs(2));
    EXPECT_EQ(job.record.fold, std::nullopt);
    if (variant_of(planned, job) == "both")
      EXPECT_THAT(job.derived.stages, ElementsAre("frozen", "fine"));
    else
      EXPECT_THAT(job.derived.stages, ElementsAre("train"));
  }
}

TEST(PlanProducts, list_ensembles_after_the_variants_of_a_revision) {
  const auto& variants = plan().revision.variants;

  ASSERT_THAT(variants, SizeIs(5));
  EXPECT_EQ(variants[3].name, "mean");
  EXPECT_EQ(variants[3].settings, Json({{"ensemble", "average"}, {"members", {"both", "gan"}}}));
}

TEST(PlanProducts, refuse_an_ensemble_of_one_training_under_two_names) {
  auto text = text_with("    plain:\n", "    plain:\n    same: {data.classes: [S, N]}\n");
  text.replace(text.find("members: ['*']"), 14, "members: [plain, same]");

  EXPECT_THAT(refusal(text), HasSubstr("'plain' and 'same' differ in data.classes"));
}

TEST(PlanProducts, refuse_a_generator_of_a_class_that_the_data_does_not_have) {
  EXPECT_EQ(refusal(text_with("adversarial_class: S", "adversarial_class: SS")),
            "artefacts.gan_S.training.adversarial_class: no class 'SS' in the data of variant 'gan'; did you "
            "mean 'S'?");
}

TEST(PlanProducts, keep_traces_of_records_and_of_single_windows) {
  const auto keep = [](const std::string& text) { return std::string(kText) + "keep: {" + text + "}\n"; };

  const auto training =
      jobs_of(plan(keep("traces: [r2, r6@3600], traces_per_class: 4")), db::JobKind::training)[0];

  EXPECT_THAT(training.training.trace_records, ElementsAre("r2", "r6@3600"));
  EXPECT_EQ(training.training.traces_per_class, 4);
  EXPECT_THAT(
      refusal(keep("traces: [r6@360]")),
      HasSubstr("keep.traces: record 'r6' has no window that begins at '360'; did you mean 'r6@3600'?"));
  EXPECT_THAT(refusal(keep("traces: [q2@0]")),
              HasSubstr("keep.traces: no record 'q2' in the data; did you mean 'r2'?"));
}

// Tests are the samples 3, 6 and 9 of class S, or 4 and 5 of class N alone.
SplitFunctions without_s_in_test_of_fold(int poor) {
  auto splits = halves();
  splits.make_split = [poor](const Json&, const data::Manifest&, uint64_t, int fold) {
    data::Split split{{0, 1, 2}, {}, {3, 4, 5}};
    if (fold == poor) split.test = {4, 5};
    return split;
  };
  splits.split_problems = [](const data::Split&, const data::Manifest& manifest, bool) {
    return manifest.classes.empty() ? std::vector<std::string>{} : std::vector<std::string>{"no positive"};
  };
  return splits;
}

TEST(PlanNotes, a_class_that_a_test_part_cannot_judge_is_no_reason_to_refuse_other_than_binary_tasks) {
  const auto planned = plan(kText, without_s_in_test_of_fold(1));

  EXPECT_THAT(
      planned.notes,
      UnorderedElementsAre("class 'N' has no negative in the test part of 2 of 4 splits (first: variant "
                           "'plain', seed 1, fold 1): metrics that need one are left undefined there",
                           "class 'S' has no positive in the test part of 2 of 4 splits (first: variant "
                           "'plain', seed 1, fold 1): metrics that need one are left undefined there"));
}

TEST(PlanNotes, a_class_that_the_training_part_cannot_show_is_refused) {
  auto splits = halves();
  splits.make_split = [](const Json&, const data::Manifest&, uint64_t, int) {
    return data::Split{{1, 2}, {}, {3, 4}};
  };

  try {
    plan(kText, splits);
    FAIL() << "the plan was made";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("variant 'plain', seed 1, fold 0: the training part has no positive of class "
                          "'S' among its 2 samples"));
  }
}

std::vector<std::string> kept(const Plan& planned, const std::vector<std::string>& filters) {
  std::vector<std::string> words;
  for (const auto index : filter_jobs(planned, filters)) {
    const auto& job = planned.jobs[index];
    words.push_back((job.artefact.empty() ? variant_of(planned, job) : job.artefact) +
                    (job.record.fold ? std::to_string(*job.record.fold) : "p"));
  }
  return words;
}

TEST(JobFilter, keeps_the_artefacts_of_the_trainings_it_keeps) {
  EXPECT_THAT(kept(plan(), {"variant=gan", "seed=2", "fold=1"}), ElementsAre("gan_S1", "gan1"));
  EXPECT_THAT(kept(plan(), {"variant=plain", "seed=2"}), ElementsAre("plain0", "plain1", "plainp"));
}

TEST(JobFilter, keeps_an_ensemble_where_all_its_members_are_kept) {
  EXPECT_THAT(kept(plan(), {"variant=gan,both", "seed=1", "fold=0"}),
              ElementsAre("gan_S0", "gan0", "enhancer0", "both0", "mean0"));
}

TEST(JobFilter, an_ensemble_that_is_named_brings_all_it_needs) {
  EXPECT_THAT(kept(plan(), {"variant=mean", "seed=1"}),
              ElementsAre("gan_S0", "gan0", "enhancer0", "both0", "mean0", "gan_S1", "gan1", "enhancer1",
                          "both1", "mean1", "ganp", "bothp", "meanp"));
  EXPECT_THROW(kept(plan(), {"variant=maen"}), InputError);
}

}  // namespace
}  // namespace purkinje::orchestrator
