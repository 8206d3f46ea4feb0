// Identities are golden: a change of any value here means that every stored result is trained again.
#include "orchestrator/identity.h"

#include <gmock/gmock.h>

#include <limits>

#include "tests/orchestrator/test_tables.h"

namespace purkinje::orchestrator {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kText = R"(name: golden
data: {set: synthetic, classes: [MI]}
model: {name: wave}
training: {epochs: 20}
)";

std::string id_of(const Experiment& experiment, size_t variant = 0, uint64_t seed = 1, int fold = 0,
                  const Tables& tables = test_tables()) {
  return identity_hash(training_identity(experiment.variants.at(variant), experiment.task, {"MI"},
                                         "fingerprint", seed, fold, tables));
}

TEST(CanonicalText, sorts_keys_and_shortens_numbers) {
  EXPECT_EQ(canonical_text(Json::parse(R"({"b": [1, 1.0, 1e-3, -0.0], "a": {"y": null, "x": "t\"\u00e4"}})")),
            "{\"a\":{\"x\":\"t\\\"\u00e4\",\"y\":null},\"b\":[1,1,0.001,0]}");
  EXPECT_EQ(canonical_text(Json(0.1 + 0.2)), "0.30000000000000004");
  EXPECT_EQ(canonical_text(Json(1e300)), "1e+300");
  EXPECT_EQ(canonical_text(Json(5e-324)), "5e-324");
}

TEST(CanonicalText, refuses_what_is_no_number) {
  EXPECT_THROW(canonical_text(Json(std::numeric_limits<double>::quiet_NaN())), std::invalid_argument);
}

TEST(Identity, is_golden_for_a_training_job) {
  const auto experiment = parse(kText);

  const auto identity =
      training_identity(experiment.variants[0], experiment.task, {"MI"}, "fingerprint", 1, 0, test_tables());

  EXPECT_EQ(
      canonical_text(identity),
      R"({"classes":["MI"],"data":"fingerprint","fold":0,"format":1,"kind":"training","needs":[],)"
      R"("network":{"name":"wave","options":{}},"procedure":"supervised","protocol":{},"seed":1,"task":"binary",)"
      R"("training":{"epochs":20},"versions":{"network":1,"pipeline":1,"procedure":1}})");
  EXPECT_EQ(identity_hash(identity), "90f22ca4f2a6c9087b609396c75a7242");
}

TEST(Identity, is_golden_for_a_derived_job) {
  EXPECT_EQ(
      canonical_text(derived_identity("pool", 1, {"b", "a"})),
      R"({"format":1,"kind":"derived","needs":["a","b"],"procedure":"pool","versions":{"procedure":1}})");
  EXPECT_EQ(identity_hash(derived_identity("pool", 1, {"b", "a"})), "44d2d0cad3ede81c08041f31e9efa475");
}

const char* const kProducts = R"(name: golden
data: {set: synthetic, task: multi_class, classes: [N, S]}
model: {name: wave}
artefacts:
  gan: {model: {name: residual, blocks: 2}, training: {procedure: adversarial, adversarial_class: S}}
  waves: {model: {name: residual}, training: {procedure: weight_track, epochs: 5}}
training:
  epochs: 20
  augmentation: synthetic
  synthetic_from: [gan]
  pretrained: waves
  stages: [{name: frozen, epochs: 5, freeze: [enhancer]}, {name: fine, learning_rate: 1e-4}]
grid: {variants: {a: , b: {model.hidden: 3}}}
ensembles:
  mean: {method: average, members: [a, b]}
  fine: {method: weight_grid, members: [a, b], grid_step: 0.05}
)"
                              "protocol: {validation: 0.1}\n";

TEST(Identity, is_golden_for_an_artefact_job) {
  const auto experiment = parse(kProducts);
  const auto& gan = experiment.artefacts.at(0);

  const auto identity =
      artefact_identity(gan, experiment.variants[0].protocol, {"N", "S"}, "fingerprint", 1, 0, test_tables());

  EXPECT_EQ(canonical_text(identity),
            R"({"classes":["N","S"],"data":"fingerprint","fold":0,"format":1,"kind":"artefact","needs":[],)"
            R"("network":{"name":"residual","options":{"blocks":2}},"procedure":"adversarial",)"
            R"("protocol":{"validation":0.1},"seed":1,"training":{"adversarial_class":"S"},)"
            R"("versions":{"network":1,"pipeline":1,"procedure":1}})");
  EXPECT_EQ(identity_hash(identity), "f1dddfe65ff7c21647984571e568c1b1");
}

TEST(Identity, is_golden_for_a_training_in_stages_that_builds_on_artefacts) {
  const auto experiment = parse(kProducts);

  const auto identity = training_identity(experiment.variants[0], experiment.task, {"N", "S"}, "fingerprint",
                                          1, 0, test_tables(), {{"gan", "b"}, {"waves", "a"}});

  EXPECT_EQ(
      canonical_text(identity),
      R"({"classes":["N","S"],"data":"fingerprint","fold":0,"format":1,"kind":"training","needs":["a","b"],)"
      R"("network":{"name":"wave","options":{}},"procedure":"supervised","protocol":{"validation":0.1},)"
      R"("seed":1,"task":"multi_class","training":{"augmentation":"synthetic","epochs":20,"pretrained":"a",)"
      R"("stages":[{"epochs":5,"freeze":["enhancer"],"name":"frozen"},{"learning_rate":1e-04,"name":"fine"}],)"
      R"("synthetic_from":["b"]},"versions":{"network":1,"pipeline":1,"procedure":1}})");
  EXPECT_EQ(identity_hash(identity), "f9b60615c13eda19da279c1b88ebb9ec");
}

TEST(Identity, is_golden_for_an_ensemble) {
  const auto experiment = parse(kProducts);
  const auto identity = [&](size_t e) {
    return derived_identity("ensemble", 1, {"b", "a"},
                            ensemble_identity_options(experiment.ensembles.at(e), test_tables()));
  };

  EXPECT_EQ(canonical_text(identity(0)),
            R"({"format":1,"kind":"derived","needs":["a","b"],"options":{"method":"average"},)"
            R"("procedure":"ensemble","versions":{"procedure":1}})");
  EXPECT_EQ(canonical_text(identity(1)["options"]), R"({"grid_step":0.05,"method":"weight_grid"})");
  EXPECT_EQ(identity_hash(identity(0)), "898a6f27e60108ae5cf059a7ab74c033");
}

TEST(Identity, knows_artefacts_by_their_ids_and_not_by_their_names) {
  const auto id = [](const std::string& names, const ArtefactIds& ids) {
    std::string text = kProducts;
    text.replace(text.find("[gan]"), 5, names);
    for (const std::string other : {"one", "two"})
      text.replace(text.find("  gan:"), 0,
                   "  " + other + ": {title: " + other +
                       ", model: {name: wave}, training: {procedure: adversarial, "
                       "adversarial_class: " +
                       other + "}}\n");
    const auto experiment = parse(text);
    return identity_hash(training_identity(experiment.variants[0], experiment.task, {"N", "S"}, "fingerprint",
                                           1, 0, test_tables(), ids));
  };

  const auto named = id("[one, two]", {{"one", "x"}, {"two", "y"}, {"waves", "w"}});
  EXPECT_EQ(named, id("[two, gan]", {{"two", "y"}, {"gan", "x"}, {"waves", "w"}}));
  EXPECT_NE(named, id("[one, two]", {{"one", "x"}, {"two", "z"}, {"waves", "w"}}));
  EXPECT_NE(named, id("[one, two]", {{"one", "x"}, {"two", "y"}, {"waves", "v"}}));
  EXPECT_THROW(id("[one, two]", {{"one", "x"}, {"two", "y"}}), std::invalid_argument);
}

TEST(Identity, of_an_artefact_does_not_know_its_name_title_and_resources) {
  const auto id = [](const std::string& name, const std::string& more, int split = 0) {
    std::string text = kProducts;
    text.replace(text.find("  gan:"), 6, "  " + name + ":");
    text.replace(text.find("[gan]"), 5, "[" + name + "]");
    text.replace(text.find("{model: {name: residual, blocks"), 1, "{" + more);
    const auto experiment = parse(text);
    return identity_hash(artefact_identity(experiment.artefacts.at(0), experiment.variants[0].protocol,
                                           {"N", "S"}, "fingerprint", 1, split, test_tables()));
  };

  EXPECT_EQ(id("gan", ""), id("other", "title: Another, resources: {threads: 3}, seed: 4, "));
  EXPECT_NE(id("gan", ""), id("gan", "", 1));
}

TEST(Identity, is_the_same_for_two_ways_of_writing_the_same) {
  const auto one = parse(
      "name: a\ndata: {set: s}\nmodel: {name: wave, dropout: 0.25, hidden: 8}\ntraining: {learning_rate: "
      "1e-3}\n");
  const auto other = parse(
      "name: b\ndata: {set: s}\ntraining: {learning_rate: 0.001}\nmodel: {hidden: 8, dropout: 2.5e-1, name: "
      "wave}\n");

  EXPECT_EQ(id_of(one), id_of(other));
}

TEST(Identity, does_not_know_whether_a_default_was_written) {
  EXPECT_EQ(id_of(parse(kText)),
            id_of(parse(kText, "", {"model.hidden=64", "training.batch_size=64", "protocol.folds=5"})));
}

TEST(Identity, stays_when_an_option_with_a_default_is_added) {
  auto newer = test_tables();
  newer.training.push_back({.name = "warm_up", .kind = OptionKind::integer, .default_value = 0, .help = ""});
  newer.networks[0].options.push_back(
      {.name = "bias", .kind = OptionKind::boolean, .default_value = true, .help = ""});
  newer.protocol.push_back({.name = "gap", .kind = OptionKind::real, .default_value = 0.0, .help = ""});

  EXPECT_EQ(id_of(parse(kText)), id_of(parse(kText, "", {}, newer), 0, 1, 0, newer));
}

TEST(Identity, stays_when_report_paper_titles_and_metrics_change) {
  const std::string more =
      "title: Another\nreport: {tables: {}}\npaper: {a: 1}\nevaluation: {thresholds: [youden]}\nkeep: "
      "{weights: last}\n";

  EXPECT_EQ(id_of(parse(kText)), id_of(parse(kText + more)));
}

TEST(Identity, stays_when_variants_seeds_and_names_are_added) {
  const auto before = parse(kText + std::string("grid: {variants: {a: {model.readout: last}}}\n"));
  const auto after = parse(kText + std::string("protocol: {seeds: [1, 2, 3]}\ngrid: {variants: {z: "
                                               "{model.hidden: 3}, b: {title: B, model.readout: last}}}\n"));

  EXPECT_EQ(id_of(before, 0), id_of(after, 1));
}

TEST(Identity, stays_when_only_resources_change) {
  EXPECT_EQ(id_of(parse(kText)), id_of(parse(kText, "", {"resources.threads=4", "resources.device=cuda"})));
}

TEST(Identity, does_not_hold_options_that_are_inactive) {
  const auto text =
      canonical_text(training_identity(parse(kText, "", {"model.recurrent=none"}).variants[0],
                                       metrics::Task::binary, {"MI"}, "fingerprint", 1, 0, test_tables()));

  EXPECT_THAT(text, Not(HasSubstr("hidden")));
}

TEST(Identity, differs_for_everything_that_determines_the_result) {
  const auto base = parse(kText);
  const auto id = id_of(base);
  auto newer_network = test_tables();
  newer_network.networks[0].version = 2;
  auto newer_pipeline = test_tables();
  newer_pipeline.pipeline_version = 2;
  auto newer_procedure = test_tables();
  newer_procedure.procedures["supervised"] = 2;
  const auto& variant = base.variants[0];

  EXPECT_NE(id, id_of(base, 0, 2, 0));
  EXPECT_NE(id, id_of(base, 0, 1, 1));
  EXPECT_NE(id, id_of(base, 0, 1, 0, newer_network));
  EXPECT_NE(id, id_of(base, 0, 1, 0, newer_pipeline));
  EXPECT_NE(id, id_of(base, 0, 1, 0, newer_procedure));
  EXPECT_NE(id, id_of(parse(kText, "", {"training.epochs=21"})));
  EXPECT_NE(id, id_of(parse(kText, "", {"model.hidden=63"})));
  EXPECT_NE(id, id_of(parse(kText, "", {"model.kernels=[3,7,5]"})));
  EXPECT_NE(id, id_of(parse(kText, "", {"protocol.folds=4"})));
  EXPECT_NE(id, id_of(parse(kText, "", {"protocol.follow_seed=false"})));
  const auto with = [&](metrics::Task task, const std::vector<std::string>& classes,
                        const std::string& fingerprint) {
    return identity_hash(training_identity(variant, task, classes, fingerprint, 1, 0, test_tables()));
  };
  EXPECT_EQ(id, with(metrics::Task::binary, {"MI"}, "fingerprint"));
  EXPECT_NE(id, with(metrics::Task::multi_label, {"MI"}, "fingerprint"));
  EXPECT_NE(id, with(metrics::Task::binary, {"AF"}, "fingerprint"));
  EXPECT_NE(id, with(metrics::Task::binary, {"MI"}, "other"));
}

TEST(SplitIdentity, follows_the_seed_only_where_the_protocol_says_so) {
  const auto follows = parse(kText).variants[0].protocol;
  const auto fixed = parse(kText, "", {"protocol.follow_seed=false"}).variants[0].protocol;
  const auto id = [](const Json& protocol, uint64_t seed, int fold) {
    return identity_hash(split_identity(protocol, "f", seed, fold, test_tables()));
  };

  EXPECT_NE(id(follows, 1, 0), id(follows, 2, 0));
  EXPECT_EQ(id(fixed, 1, 0), id(fixed, 2, 0));
  EXPECT_NE(id(fixed, 1, 0), id(fixed, 1, 1));
}

}  // namespace
}  // namespace purkinje::orchestrator
