// What `artefacts:`, `ensembles:` and `training.stages:` may say, and what is said where they are wrong.
#include <gmock/gmock.h>

#include "orchestrator/artefacts.h"
#include "tests/orchestrator/test_tables.h"

namespace purkinje::orchestrator {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const char* const kText = R"(name: products
data: {set: synthetic, classes: [S, V]}
model: {name: wave}
protocol: {validation: 0.1}
resources: {threads: 2, memory_mb: 100}
artefacts:
  gan_S:
    title: beats of class S
    model: {name: residual, blocks: 3}
    training: {procedure: adversarial, adversarial_class: S, epochs: 200}
    seed: 7
    resources: {threads: 1}
  gan_V: {model: {name: residual}, training: {procedure: adversarial, adversarial_class: V}}
  enhancer: {model: {name: wave, hidden: 8}, training: {procedure: weight_track}}
grid:
  variants:
    plain:
    with_gan: {training: {augmentation: synthetic, synthetic_from: [gan_S, gan_V]}}
    tuned: {training.pretrained: enhancer}
ensembles:
  mean: {title: all of them, method: average, members: [plain, with_gan, tuned]}
)";

std::string text_with(const std::string& old, const std::string& changed) {
  return changed_text(kText, old, changed);
}

std::string error_with(const std::string& old, const std::string& changed) {
  return error_of(text_with(old, changed));
}

TEST(Artefacts, are_resolved_by_the_same_tables_as_variants) {
  const auto experiment = parse(kText);

  ASSERT_THAT(experiment.artefacts, SizeIs(3));
  const auto& gan = experiment.artefacts[0];
  EXPECT_EQ(gan.name, "gan_S");
  EXPECT_EQ(gan.title, "beats of class S");
  EXPECT_EQ(gan.network, "residual");
  EXPECT_EQ(gan.model_options, Json({{"blocks", 3}}));
  EXPECT_EQ(gan.training["epochs"], 200);
  EXPECT_EQ(gan.training["batch_size"], 64);
  EXPECT_EQ(gan.seed, 7u);
  EXPECT_EQ(experiment.artefacts[1].seed, std::nullopt);
  EXPECT_EQ(experiment.artefacts[1].title, "gan_V");
}

TEST(Artefacts, have_the_resources_of_the_experiment_but_for_those_they_give) {
  const auto experiment = parse(kText);

  EXPECT_EQ(experiment.artefacts[0].resources.threads, 1);
  EXPECT_EQ(experiment.artefacts[0].resources.memory_mb, 100);
  EXPECT_EQ(experiment.artefacts[1].resources.threads, 2);
}

TEST(Artefacts, say_everything_that_is_wrong_at_once_with_line_and_nearest_name) {
  const auto error = error_of(R"(name: bad
data: {set: synthetic}
model: {name: wave}
artefacts:
  one: {modle: {name: wave}, training: {procedure: weight_track}}
  two: {model: {name: wawe}, training: {procedure: adversarial}}
  three: {model: {hidden: 3}, training: {procedure: weight_track, epoch: 3}, seed: -1}
  four: {model: {name: wave}, training: {epochs: 3}, resources: {threads: 0}}
  five: text
  "si x": {model: {name: wave}, training: {procedure: weight_track}}
)");

  EXPECT_THAT(
      error,
      AllOf(HasSubstr("test.yaml:5: artefacts.one.modle: unknown key 'modle'; did you mean 'model'?"),
            HasSubstr("test.yaml:5: artefacts.one: 'model' is missing"),
            HasSubstr(
                "test.yaml:6: artefacts.two.model.name: there is no network 'wawe'; did you mean 'wave'?"),
            HasSubstr("test.yaml:6: artefacts.two.training: 'adversarial_class' is missing"),
            HasSubstr("test.yaml:7: artefacts.three.model: 'model.name' is missing"),
            HasSubstr(
                "test.yaml:7: artefacts.three.training.epoch: unknown key 'epoch'; did you mean 'epochs'?"),
            HasSubstr("test.yaml:7: artefacts.three.seed: -1 is below")));
  EXPECT_THAT(error,
              AllOf(HasSubstr("test.yaml:8: artefacts.four.training: an artefact is made by the procedure "
                              "adversarial or weight_track"),
                    HasSubstr("test.yaml:8: artefacts.four.resources.threads: 0 is below"),
                    HasSubstr("test.yaml:9: artefacts.five: a map of options is expected here"),
                    HasSubstr("test.yaml:10: artefacts.si x: 'si x' is no name for an artefact")));
}

TEST(Artefacts, that_are_not_declared_are_refused_where_they_are_named) {
  EXPECT_THAT(error_with("pretrained: enhancer", "pretrained: enhance"),
              HasSubstr("test.yaml:19: grid.variants.tuned.training.pretrained: there is no artefact "
                        "'enhance'; did you mean 'enhancer'?"));
  EXPECT_THAT(error_of("name: x\ndata: {set: s}\nmodel: {name: wave}\ntraining: {pretrained: it}\n"),
              HasSubstr("test.yaml:4: training.pretrained: there is no artefact 'it': none is declared"));
}

TEST(Artefacts, must_fit_what_they_are_named_for) {
  EXPECT_THAT(
      error_with("pretrained: enhancer", "pretrained: gan_S"),
      HasSubstr("the artefact 'gan_S' is made by adversarial; here one made by weight_track is expected"));
  EXPECT_THAT(
      error_with("[gan_S, gan_V]", "[gan_S, enhancer]"),
      HasSubstr("the artefact 'enhancer' is made by weight_track; here one made by adversarial is expected"));
  EXPECT_THAT(error_with("[gan_S, gan_V]", "[gan_S, gan_S]"),
              HasSubstr("the artefact 'gan_S' is named twice"));
  EXPECT_THAT(error_with("adversarial_class: V", "adversarial_class: S"),
              HasSubstr("'gan_S' and 'gan_V' both make samples of class 'S'"));
}

TEST(Artefacts, with_the_same_settings_are_refused) {
  EXPECT_THAT(
      error_with("  enhancer:",
                 "  again: {model: {name: wave, hidden: 8}, training: {procedure: "
                 "weight_track}}\n  enhancer:"),
      HasSubstr("test.yaml:15: artefacts.enhancer: artefact 'enhancer' has the same settings as 'again'"));
}

TEST(Artefacts, that_no_variant_names_are_a_note_and_no_part_of_the_experiment) {
  const auto with =
      parse(text_with("    tuned: {training.pretrained: enhancer}\n", "    tuned: {model.hidden: 3}\n"));
  const auto without =
      parse(text_with("    tuned: {training.pretrained: enhancer}\n",
                      "    tuned: {model.hidden: "
                      "3}\n")
                .replace(std::string(kText).find("  enhancer:"),
                         std::string(kText).find("grid:") - std::string(kText).find("  enhancer:"), ""));

  EXPECT_THAT(with.artefacts, SizeIs(2));
  EXPECT_THAT(with.notes, ElementsAre("no variant names the artefact 'enhancer': it is not made"));
  EXPECT_THAT(without.notes, IsEmpty());
  EXPECT_EQ(with.resolved, without.resolved);
}

TEST(Artefacts, are_changed_and_taken_away_by_a_profile_and_by_set) {
  const auto text = std::string(kText) + R"(profiles:
  quick:
    artefacts: {gan_S: {training: {epochs: 2}}, enhancer: }
    grid: {variants: {with_gan: {training: {augmentation: synthetic, synthetic_from: [gan_S, gan_V]}}}}
    ensembles: {mean: }
)";

  const auto quick = parse(text, "quick", {"artefacts.gan_V.training.epochs=3"});

  EXPECT_THAT(quick.artefacts, SizeIs(2));
  EXPECT_EQ(quick.artefacts[0].training["epochs"], 2);
  EXPECT_EQ(quick.artefacts[1].training["epochs"], 3);
  EXPECT_THAT(quick.ensembles, IsEmpty());
  EXPECT_THAT(quick.notes, IsEmpty());
}

TEST(Artefacts, are_where_another_procedure_than_supervised_belongs) {
  EXPECT_THAT(error_with("    plain:\n", "    plain: {training.procedure: weight_track}\n"),
              HasSubstr("test.yaml:17: grid.variants.plain.training.procedure: a variant is trained "
                        "supervised; declare what is made by "
                        "weight_track under artefacts and name it in training.pretrained"));
}

TEST(Artefacts, with_a_seed_of_their_own_keep_the_split_of_their_user) {
  Artefact own;
  own.seed = 7;

  EXPECT_EQ(seed_and_protocol({}, {{"folds", 3}}, 2), (std::pair<uint64_t, Json>{2, {{"folds", 3}}}));
  EXPECT_EQ(seed_and_protocol(own, {{"follow_seed", true}}, 2),
            (std::pair<uint64_t, Json>{7, {{"follow_seed", false}, {"split_seed", 2}}}));
  EXPECT_EQ(seed_and_protocol(own, {{"follow_seed", false}, {"split_seed", 5}}, 2),
            (std::pair<uint64_t, Json>{7, {{"follow_seed", false}, {"split_seed", 5}}}));
}

TEST(Ensembles, are_read_with_their_members_and_shown_after_the_variants) {
  const auto experiment = parse(kText);

  ASSERT_THAT(experiment.ensembles, SizeIs(1));
  EXPECT_EQ(experiment.ensembles[0].title, "all of them");
  EXPECT_EQ(experiment.ensembles[0].method, "average");
  EXPECT_THAT(experiment.ensembles[0].members, ElementsAre("plain", "with_gan", "tuned"));
}

TEST(Ensembles, take_every_variant_that_a_pattern_fits_once) {
  const auto members = [](const std::string& list) {
    return parse(text_with("[plain, with_gan, tuned]", list)).ensembles[0].members;
  };

  EXPECT_THAT(members("['*']"), ElementsAre("plain", "with_gan", "tuned"));
  EXPECT_THAT(members("[tuned, '*an', '*i*']"), ElementsAre("tuned", "with_gan", "plain"));
  EXPECT_THAT(error_with("[plain, with_gan, tuned]", "['x*', plain]"), HasSubstr("no variant fits 'x*'"));
}

TEST(Ensembles, have_options_only_beside_their_method) {
  const auto grid = parse(text_with("method: average", "method: weight_grid, grid_step: 0.25"));

  EXPECT_EQ(grid.ensembles[0].options["grid_step"], 0.25);
  EXPECT_EQ(grid.ensembles[0].options["regularisation"], nullptr);
  EXPECT_THAT(error_with("method: average", "method: average, grid_step: 0.25"),
              HasSubstr("ensembles.mean.grid_step: has a meaning only with method=weight_grid"));
  EXPECT_THAT(error_with("method: average", "method: weight_grid, grid_step: 0.3"),
              HasSubstr("ensembles.mean.grid_step: the weights go from 0 to 1 in whole steps"));
}

TEST(Ensembles, say_what_is_wrong_with_line_and_nearest_name) {
  EXPECT_THAT(error_with("method: average", "method: averge"),
              HasSubstr("test.yaml:21: ensembles.mean.method: 'averge' is not one of average, weight_grid, "
                        "stacking, top2_classes; "
                        "did you mean 'average'?"));
  EXPECT_THAT(
      error_with("[plain, with_gan, tuned]", "[plain, with_gam]"),
      HasSubstr("ensembles.mean.members[1]: there is no variant 'with_gam'; did you mean 'with_gan'?"));
  EXPECT_THAT(
      error_with("[plain, with_gan, tuned]", "[plain]"),
      HasSubstr("ensembles.mean.members: an ensemble combines at least 2 variants, here one is named"));
  EXPECT_THAT(error_with("  mean: {", "  plain: {"),
              HasSubstr("test.yaml:21: ensembles.plain: 'plain' is the name of a variant already"));
  EXPECT_THAT(
      error_with("members: [plain, with_gan, tuned]", "membrs: [plain]"),
      AllOf(HasSubstr("unknown key 'membrs'; did you mean 'members'?"), HasSubstr("'members' is missing")));
  EXPECT_THAT(error_with("  mean: {", "  m n: {"), HasSubstr("'m n' is no name for an ensemble"));
  EXPECT_THAT(error_of("name: x\ndata: {set: s}\nmodel: {name: wave}\nensembles: [a]\n"),
              HasSubstr("test.yaml:4: ensembles: ensembles are a map from name to method and members"));
}

TEST(Ensembles, combine_only_predictions_of_the_same_samples) {
  EXPECT_THAT(
      error_with("    plain:\n", "    plain: {data.preprocessing.duration_s: 3}\n"),
      HasSubstr(
          "'plain' and 'with_gan' differ in data.preprocessing.duration_s: their predictions are not of "
          "the same samples"));
  EXPECT_THAT(error_with("    plain:\n", "    plain: {protocol.folds: 3}\n"),
              HasSubstr("'plain' and 'with_gan' differ in protocol.folds"));
}

TEST(Ensembles, that_are_chosen_on_validation_need_such_a_part) {
  auto text = text_with("method: average", "method: stacking");

  EXPECT_EQ(error_of(text), "");
  text.replace(text.find("validation: 0.1"), 15, "validation: 0");
  EXPECT_THAT(error_of(text),
              HasSubstr("test.yaml:21: ensembles.mean.members: stacking is chosen on the validation "
                        "part, and the protocol has none"));
}

TEST(Ensembles, choose_among_classes_only_where_a_sample_has_one) {
  const auto text = text_with("method: average", "method: top2_classes");

  EXPECT_THAT(error_of(text), HasSubstr("ensembles.mean.members: top2_classes chooses among the classes of a "
                                        "multi_class task"));
  EXPECT_EQ(error_of(std::string(text).replace(text.find("set: synthetic"), 14, "set: s, task: multi_class")),
            "");
}

TEST(Stages, are_read_against_their_own_table) {
  const auto training =
      parse(
          "name: x\ndata: {set: s}\nmodel: {name: wave}\ntraining: {stages: [{name: frozen, "
          "epochs: 5, freeze: [enhancer]}, {name: fine, learning_rate: 1e-4}]}\n")
          .variants[0]
          .training;

  EXPECT_EQ(training["stages"][0],
            Json({{"name", "frozen"}, {"epochs", 5}, {"learning_rate", nullptr}, {"freeze", {"enhancer"}}}));
  EXPECT_THAT(stage_names(training), ElementsAre("frozen", "fine"));
  EXPECT_THAT(stage_names(parse("name: x\ndata: {set: s}\nmodel: {name: wave}\n").variants[0].training),
              ElementsAre("train"));
}

TEST(Stages, say_what_is_wrong) {
  const auto error = [](const std::string& stages) {
    return error_of("name: x\ndata: {set: s}\nmodel: {name: wave}\ntraining: {stages: " + stages + "}\n");
  };

  EXPECT_THAT(
      error("[{name: a, epoch: 3}]"),
      HasSubstr("test.yaml:4: training.stages[0].epoch: unknown key 'epoch'; did you mean 'epochs'?"));
  EXPECT_THAT(error("[{epochs: 3}]"), HasSubstr("training.stages[0]: 'name' is missing"));
  EXPECT_THAT(error("[{name: a}, {name: a}]"), HasSubstr("training.stages[1]: the stage 'a' stands twice"));
  EXPECT_THAT(error("[]"), HasSubstr("training.stages: stages are a list of maps"));
  EXPECT_THAT(error("3"), HasSubstr("training.stages: stages are a list of maps"));
  EXPECT_THAT(error("[3]"), HasSubstr("training.stages[0]: a map of options is expected here"));
}

TEST(Resolved, holds_artefacts_and_ensembles_only_where_there_are_some) {
  const auto resolved = parse(kText).resolved;
  const auto plain = parse("name: x\ndata: {set: s}\nmodel: {name: wave}\n").resolved;

  EXPECT_EQ(resolved["artefacts"][0]["name"], "gan_S");
  EXPECT_EQ(resolved["ensembles"][0]["members"], Json({"plain", "with_gan", "tuned"}));
  EXPECT_FALSE(plain.contains("artefacts"));
  EXPECT_FALSE(plain.contains("ensembles"));
  EXPECT_FALSE(plain["keep"].contains("traces_per_class"));
}

}  // namespace
}  // namespace purkinje::orchestrator
