#include "orchestrator/experiment.h"

#include <gmock/gmock.h>

#include "tests/orchestrator/test_tables.h"

namespace purkinje::orchestrator {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const char* const kPlain = R"(name: plain
title: A plain experiment
data: {set: synthetic, classes: [MI]}
model: {name: wave}
)";

std::string plain_with(const std::string& more) {
  return kPlain + more;
}

TEST(Experiment, is_one_variant_with_every_default_where_there_is_no_grid) {
  const auto experiment = parse(kPlain);

  ASSERT_THAT(experiment.variants, SizeIs(1));
  const auto& variant = experiment.variants[0];
  EXPECT_EQ(variant.name, "base");
  EXPECT_EQ(variant.title, "A plain experiment");
  EXPECT_EQ(variant.network, "wave");
  EXPECT_EQ(variant.model_options["hidden"], 64);
  EXPECT_EQ(variant.training["learning_rate"], 1e-3);
  EXPECT_EQ(variant.data["preprocessing"]["duration_s"], 10.0);
  EXPECT_EQ(experiment.profile, "full");
  EXPECT_EQ(experiment.folds, 5);
  EXPECT_EQ(experiment.seeds, std::vector<uint64_t>{1});
  EXPECT_EQ(experiment.keep_weights, "none");
  EXPECT_EQ(experiment.source, kPlain);
}

TEST(Experiment, lays_each_variant_over_the_common_settings) {
  const auto experiment = parse(plain_with(R"(
training: {epochs: 7}
grid:
  variants:
    full: {title: Complete}
    last: {model.readout: last, training.epochs: 9, resources.threads: 2}
)"));

  EXPECT_THAT(names_of(experiment), ElementsAre("full", "last"));
  EXPECT_EQ(experiment.variants[0].title, "Complete");
  EXPECT_EQ(experiment.variants[0].training["epochs"], 7);
  EXPECT_EQ(experiment.variants[0].settings, Json::object());
  EXPECT_EQ(experiment.variants[1].training["epochs"], 9);
  EXPECT_EQ(experiment.variants[1].model_options["readout"], "last");
  EXPECT_EQ(experiment.variants[1].resources.threads, 2);
}

TEST(Experiment, starts_another_network_from_its_own_defaults) {
  const auto experiment = parse(R"(name: two
data: {set: synthetic}
model: {name: wave, hidden: 32}
grid: {variants: {ours: , baseline: {model.name: residual, model.blocks: 2}}}
)");

  EXPECT_EQ(experiment.variants[0].model_options["hidden"], 32);
  EXPECT_EQ(experiment.variants[1].network, "residual");
  EXPECT_EQ(experiment.variants[1].model_options, Json({{"blocks", 2}}));
}

TEST(Experiment, still_checks_the_common_model_where_every_variant_names_another) {
  EXPECT_THAT(error_of("name: two\ndata: {set: s}\nmodel: {name: wave, hiden: 32}\ngrid: {variants: {b: "
                       "{model.name: residual}}}\n"),
              HasSubstr("test.yaml:3: model.hiden: unknown key 'hiden'; did you mean 'hidden'?"));
}

TEST(Experiment, reads_seeds_as_list_or_range) {
  EXPECT_THAT(parse(plain_with("protocol: {seeds: [3, 1]}")).seeds, ElementsAre(3, 1));
  EXPECT_THAT(parse(plain_with("protocol: {seeds: {from: 1, to: 4}}")).seeds, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(error_of(plain_with("protocol: {seeds: [1, 1]}")), HasSubstr("the seed 1 stands twice"));
  EXPECT_THAT(error_of(plain_with("protocol: {seeds: [-1]}")), HasSubstr("-1 is not a seed"));
  EXPECT_THAT(error_of(plain_with("protocol: {seeds: 10}")),
              HasSubstr("seeds are a list of whole numbers or a range"));
}

TEST(Experiment, has_one_fold_where_the_protocol_has_none) {
  EXPECT_EQ(parse(plain_with("protocol: {kind: holdout}")).folds, 1);
}

TEST(Experiment, overrides_parts_of_itself_in_a_profile) {
  const auto text = plain_with(R"(
training: {epochs: 100, batch_size: 32}
protocol: {seeds: {from: 1, to: 10}}
grid: {variants: {a: , b: {model.readout: last}}}
profiles:
  reduced:
    training: {epochs: 2}
    protocol: {seeds: [1, 2]}
    data: {preprocessing: {duration_s: 2.5}}
  axis:
    grid: {model.hidden: [1, 2, 3]}
)");

  const auto reduced = parse(text, "reduced");

  EXPECT_EQ(reduced.profile, "reduced");
  EXPECT_THAT(reduced.seeds, ElementsAre(1, 2));
  EXPECT_THAT(names_of(reduced), ElementsAre("a", "b"));
  EXPECT_EQ(reduced.variants[0].training["epochs"], 2);
  EXPECT_EQ(reduced.variants[0].training["batch_size"], 32);
  EXPECT_EQ(reduced.variants[0].data["preprocessing"]["duration_s"], 2.5);
  EXPECT_THAT(names_of(parse(text, "axis")), ElementsAre("hidden=1", "hidden=2", "hidden=3"));
  EXPECT_EQ(parse(text, "full").variants[0].training["epochs"], 100);
}

TEST(Experiment, names_the_nearest_profile) {
  EXPECT_THAT(error_of(plain_with("profiles: {reduced: {training: {epochs: 2}}}"), "reduce"),
              HasSubstr("there is no profile 'reduce'; did you mean 'reduced'?"));
  EXPECT_THAT(error_of(plain_with("profiles: {reduced: {traning: {epochs: 2}}}")),
              HasSubstr("did you mean 'training'?"));
}

TEST(Experiment, takes_overrides_from_the_command_line_and_records_them) {
  const auto experiment =
      parse(kPlain, "", {"training.epochs=3", "model.kernels=[3, 9]", "protocol.seeds=[5]"});

  EXPECT_EQ(experiment.variants[0].training["epochs"], 3);
  EXPECT_EQ(experiment.variants[0].model_options["kernels"], Json::array({3, 9}));
  EXPECT_THAT(experiment.seeds, ElementsAre(5));
  EXPECT_EQ(experiment.resolved["overrides"],
            Json::array({"training.epochs=3", "model.kernels=[3, 9]", "protocol.seeds=[5]"}));
}

TEST(Experiment, explains_a_wrong_override) {
  EXPECT_EQ(error_of(kPlain, "", {"training.epochs"}),
            "--set: 'training.epochs' is not of the form key=value");
  EXPECT_THAT(error_of(kPlain, "", {"trainig.epochs=3"}),
              HasSubstr("--set: trainig.epochs: unknown key 'trainig'; did you mean 'training'?"));
  EXPECT_THAT(error_of(kPlain, "", {"training.epoch=3"}),
              HasSubstr("--set: training.epoch: unknown key 'epoch'; did you mean 'epochs'?"));
  EXPECT_THAT(error_of(kPlain, "", {"training.epochs=many"}),
              HasSubstr("--set: training.epochs: a whole number expected, not \"many\""));
  EXPECT_THAT(error_of(kPlain, "", {"name=other"}), HasSubstr("unknown key 'name'"));
}

TEST(Experiment, refuses_an_override_that_the_grid_would_hide) {
  EXPECT_THAT(error_of(plain_with("grid: {training.epochs: [1, 2]}"), "", {"training.epochs=3"}),
              HasSubstr("--set: training.epochs: the grid sets this path itself (test.yaml:5"));
}

TEST(Experiment, says_everything_that_is_wrong_at_once_and_once) {
  const auto error = error_of(R"(name: bad
data: {set: synthetic, clases: [MI]}
modle: {name: wave}
model: {name: wave, dropout: 2}
training: {epochs: none}
evaluation: {thresholds: [yuden]}
keep: {weights: first}
resources: {threads: 0}
grid: {variants: {a: , b: {model.readout: lats}}}
)");

  EXPECT_THAT(error,
              AllOf(HasSubstr("test.yaml:2: data.clases: unknown key 'clases'; did you mean 'classes'?"),
                    HasSubstr("test.yaml:3: modle: unknown key 'modle'; did you mean 'model'?"),
                    HasSubstr("test.yaml:4: model.dropout: 2.0 is above the largest allowed value 0.95"),
                    HasSubstr("test.yaml:5: training.epochs: a whole number expected"),
                    HasSubstr("test.yaml:6: evaluation.thresholds[0]: 'yuden' is no threshold rule"),
                    HasSubstr("test.yaml:7: keep.weights: 'first' is not one of none, last, best"),
                    HasSubstr("test.yaml:8: resources.threads: 0 is below the smallest allowed value 1")));
  EXPECT_THAT(
      error,
      HasSubstr(
          "test.yaml:9: model.readout: 'lats' is not one of attention, last, mean; did you mean 'last'?"));
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 7);
}

TEST(Experiment, says_what_is_missing) {
  EXPECT_THAT(error_of("title: nameless\n"),
              AllOf(HasSubstr("'name' is missing"), HasSubstr("'set' is missing"),
                    HasSubstr("'model.name' is missing (the network; known: wave, residual)")));
}

TEST(Experiment, names_the_nearest_network) {
  EXPECT_THAT(error_of("name: x\ndata: {set: s}\nmodel: {name: wawe}\n"),
              HasSubstr("test.yaml:3: model.name: there is no network 'wawe'; did you mean 'wave'?"));
}

TEST(Experiment, refuses_an_option_that_has_no_meaning_beside_another) {
  EXPECT_THAT(error_of("name: x\ndata: {set: s}\nmodel: {name: wave, recurrent: none, hidden: 3}\n"),
              HasSubstr("test.yaml:3: model.hidden: has a meaning only with recurrent=gru"));
}

TEST(Experiment, refuses_two_variants_with_the_same_settings_and_names_both_places) {
  const auto error =
      error_of(plain_with("grid:\n  variants:\n    both:\n    full: {model.readout: attention}\n"));

  EXPECT_THAT(error, AllOf(HasSubstr("test.yaml:8: "),
                           HasSubstr("variant 'full' has the same settings as 'both' (test.yaml:7: ")));
}

TEST(Experiment, does_not_vary_seeds_and_the_task_in_a_grid) {
  EXPECT_THAT(error_of(plain_with("grid: {protocol.seeds: [[1], [2]]}")),
              HasSubstr("there is no 'protocol.seeds' to vary"));
  EXPECT_THAT(error_of(plain_with("grid: {data.task: [binary]}")),
              HasSubstr("there is no 'data.task' to vary"));
}

TEST(Experiment, checks_and_completes_the_draw_of_records) {
  EXPECT_EQ(parse("name: x\ndata: {set: s, select: {positives: 4}}\nmodel: {name: wave}\n")
                .variants[0]
                .data["select"],
            Json({{"positives", 4}, {"seed", 0}}));
  EXPECT_THAT(
      error_of("name: x\ndata: {set: s, select: {positivs: 4}}\nmodel: {name: wave}\n"),
      HasSubstr("test.yaml:2: data.select.positivs: unknown key 'positivs'; did you mean 'positives'?"));
}

TEST(Experiment, reads_the_task_with_the_data) {
  EXPECT_EQ(parse("name: x\ndata: {set: s, task: multi_label}\nmodel: {name: wave}\n").task,
            metrics::Task::multi_label);
  EXPECT_THAT(error_of("name: x\ndata: {set: s, task: binry}\nmodel: {name: wave}\n"),
              HasSubstr("did you mean 'binary'?"));
}

TEST(Experiment, resolves_to_a_complete_text) {
  const auto resolved = parse(plain_with("grid: {model.hidden: [1, 2]}\npaper: {table: 1}\n")).resolved;

  EXPECT_EQ(resolved["variants"][1]["model"]["hidden"], 2);
  EXPECT_EQ(resolved["variants"][1]["training"]["epochs"], 100);
  EXPECT_EQ(resolved["paper"], Json({{"table", 1}}));
  EXPECT_EQ(resolved["task"], "binary");
  EXPECT_FALSE(resolved.contains("profiles"));
}

}  // namespace
}  // namespace purkinje::orchestrator
