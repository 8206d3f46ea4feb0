// Settings that no job could run with, against the tables of the program: each is said with file, line, key
// and the nearest name when the experiment is read, not by a job that fails.
#include <gmock/gmock.h>

#include "orchestrator/load.h"
#include "orchestrator/planning.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Nothing is wrong with it. The line of each key counts.
const char* const kText = R"(name: right
data: {set: mitdb, task: multi_class, classes: [N, S, V], examples: beat, before: 62, after: 125, regions: delineated,
  preprocessing: {leads: [MLII], resample_hz: 125, scaling: minmax_record}}
protocol: {kind: holdout, group: none, test: 0.2, validation: 0.1}
model: {name: danet}
training: {loss: focal, sampling: shuffled, scaling: none, learning_rate: 1e-3}
artefacts:
  gan_S: {model: {name: beat_gan}, training: {procedure: adversarial, adversarial_class: S, scaling: none}}
  waves: {model: {name: waveform_module}, training: {procedure: weight_track, wave_weights: target, sampling: shuffled}}
grid:
  variants:
    gan: {training: {augmentation: synthetic, synthetic_from: [gan_S]}}
    tuned: {training: {pretrained: waves, stages: [{name: frozen, freeze: [enhancer]}, {name: fine}]}}
ensembles:
  stack: {method: stacking, members: [gan, tuned]}
report:
  tables:
    one: {columns: [accuracy, {metric: f1, class: S, name: f1_S}], rows: [{variant: gan}]}
    two: {columns: [{metric: f1, variant: gan}], rows: [{class: N}, {class: V}]}
)";

std::string refusal(const std::string& text) {
  try {
    parse_experiment_with(default_tables(), text, "test.yaml", "", {});
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

std::string with(const std::string& old, const std::string& changed) {
  std::string text = kText;
  const auto at = text.find(old);
  if (at == std::string::npos) throw std::invalid_argument(old);
  return refusal(text.replace(at, old.size(), changed));
}

// `kText` with a figure of it below its tables.
std::string with_figure(const std::string& figure, const std::string& keep) {
  return std::string(kText) + "  figures:\n    shown: " + figure + "\n" + keep;
}

TEST(Figures, of_stages_or_examples_that_nobody_keeps_are_refused) {
  const std::string keep = "keep: {traces_per_class: 1}\n";

  EXPECT_EQ(refusal(with_figure("{variant: tuned, weights: track, stages: [frozen, fine]}", keep)), "");
  EXPECT_THAT(
      refusal(with_figure("{variant: tuned, weights: track, stages: [frozn]}", keep)),
      HasSubstr("test.yaml:21: report.figures.shown.stages: variant 'tuned' has no stage 'frozn'; did "
                "you mean 'frozen'?"));
  EXPECT_THAT(refusal(with_figure("{variant: gan, stages: [fine]}", keep)),
              HasSubstr("variant 'gan' has no stage 'fine'"));
  EXPECT_THAT(refusal(with_figure("{variant: stack}", keep)), HasSubstr("'stack' is an ensemble"));
  EXPECT_THAT(refusal(with_figure("{variant: gan}", "")),
              HasSubstr("set keep.traces or keep.traces_per_class"));
}

TEST(WrongSettings, of_a_table_are_numbers_that_tasks_with_several_classes_do_not_have) {
  EXPECT_THAT(with("columns: [accuracy,", "columns: [prevalence,"),
              HasSubstr("prevalence is of one class: give the column or every row a 'class'"));
  EXPECT_EQ(with("{metric: f1, variant: gan}", "{metric: prevalence, variant: gan}"), "");
  EXPECT_THAT(with("{metric: f1, variant: gan}", "{metric: threshold, variant: gan}"),
              HasSubstr("the largest score decides in a multi_class task: there is no threshold to show"));
}

TEST(WrongSettings, of_nothing_are_said_where_everything_is_right) {
  EXPECT_EQ(refusal(kText), "");
}

TEST(WrongSettings, of_classes_and_leads_are_named) {
  EXPECT_EQ(with("[N, S, V]", "[N, S, V, N]"), "test.yaml:2: data.classes: the class 'N' stands twice");
  EXPECT_THAT(with("classes: [N, S, V]", "classes: [N, S, VV]"),
              HasSubstr("test.yaml:2: data.classes: data set 'mitdb' has no class 'VV'; did you mean"));
  EXPECT_THAT(with("[MLII]", "[MLII, V1, mlii]"),
              HasSubstr("test.yaml:3: data.preprocessing.leads: the lead 'mlii' stands twice"));
  EXPECT_THAT(with("[MLII]", "[]"), HasSubstr("test.yaml:3: data.preprocessing.leads: names no lead"));
  EXPECT_THAT(with("set: mitdb", "set: mitbd"),
              HasSubstr("test.yaml:2: data.set: there is no data set 'mitbd'; did you mean 'mitdb'?"));
  EXPECT_THAT(with("examples: beat", "select: {positives: 3}, examples: beat"), HasSubstr("data.select"));
}

TEST(WrongSettings, of_classes_in_a_report_are_named) {
  EXPECT_THAT(
      with("class: S, name", "class: SS, name"),
      HasSubstr("test.yaml:18: report.tables.one.columns[1].class: the data has no class 'SS'; did you "
                "mean 'S'?"));
  EXPECT_THAT(with("{class: N}", "{class: Q}"),
              HasSubstr("test.yaml:19: report.tables.two.rows[0].class: the data has no class 'Q'"))
      << "the set has it, the task does not";
  EXPECT_THAT(
      refusal("name: b\ndata: {set: synthetic, positive: [MI]}\nmodel: {name: cnn_te}\nreport: {tables: {t: "
              "{columns: [{metric: f1, class: MI}]}}}\n"),
      HasSubstr("test.yaml:4: report.tables.t.columns[0].class: a binary task has one value and no "
                "classes"));
}

TEST(WrongSettings, of_augmentation_are_named) {
  EXPECT_THAT(with("synthetic_from:", "augmentation_share: 0, synthetic_from:"),
              HasSubstr("test.yaml:12: grid.variants.gan.training.augmentation_share: 0 adds nothing"));
  EXPECT_THAT(with("adversarial_class: S,", "adversarial_class: S, generated_share: 0,"),
              HasSubstr("test.yaml:8: artefacts.gan_S.training.generated_share: 0 generates nothing"));
  EXPECT_THAT(with("synthetic_from:", "augmentation_share: 0.3, synthetic_from:"),
              HasSubstr("augmentation_share: 0.3 is more than the artefact 'gan_S' generates: raise its "
                        "generated_share (0.1)"));
  std::string text = kText;
  text.replace(text.find("synthetic_from:"), 15, "augmentation_share: 0.3, synthetic_from:");
  text.replace(text.find("adversarial_class: S,"), 21,
               "adversarial_class: S, generated_share: 0, generated_at_least: 1,");
  EXPECT_EQ(refusal(text), "") << "whether these are enough only the data tell";
  EXPECT_THAT(
      with("scaling: minmax_record", "scaling: zscore_record"),
      HasSubstr("test.yaml:8: artefacts.gan_S.training.procedure: a generator makes samples between 0 "
                "and 1, and with data.preprocessing.scaling: zscore_record"));
  EXPECT_THAT(with("adversarial_class: S, scaling: none", "adversarial_class: S"),
              HasSubstr("test.yaml:8: artefacts.gan_S.training.scaling: a generator makes samples in the "
                        "prepared set's units: set none"));
  for (const std::string kind : {"duplication", "synthetic_only, synthetic_from: [gan_S]"})
    EXPECT_THAT(
        refusal("name: b\ndata: {set: synthetic, task: multi_label}\nmodel: {name: cnn_te}\ntraining: "
                "{sampling: shuffled, augmentation: " +
                kind + "}\n"),
        HasSubstr("test.yaml:4: training.augmentation: a multi_label task cannot be filled up class by "
                  "class"));
}

TEST(WrongSettings, of_the_weights_of_waves_are_named) {
  const auto weights = [](const std::string& given) {
    std::string text = kText;
    text.replace(text.find("augmentation: synthetic, synthetic_from: [gan_S]"), 48, "epochs: 3");
    text.replace(text.find("learning_rate: 1e-3"), 19, "wave_weights: input, " + given);
    return refusal(text);
  };

  EXPECT_EQ(weights("weight_p: 3"), "");
  EXPECT_THAT(weights("weight_p: -2"),
              HasSubstr("test.yaml:6: training.weight_p: -2.0 is below the smallest"));
  EXPECT_THAT(weights("weight_t: 1e9"), HasSubstr("training.weight_t: 1000000000.0 is above the largest"));
  EXPECT_THAT(weights("weight_smoothing: 4"), HasSubstr("training.weight_smoothing: 4 is even"));
  EXPECT_THAT(weights("weight_smoothing: 9999999"), HasSubstr("training.weight_smoothing: 9999999 is above"));
  EXPECT_THAT(weights("weight_p: 0, weight_qrs: 0, weight_t: 0, weight_baseline: 0"),
              HasSubstr("all four weights are 0"));
  EXPECT_THAT(with("augmentation: synthetic,", "augmentation: synthetic, wave_weights: input,"),
              HasSubstr("test.yaml:12: grid.variants.gan.training.wave_weights: synthetic samples have no "
                        "regions, so they cannot be weighed: use wave_weights: none"));
  EXPECT_THAT(with("wave_weights: target", "wave_weights: target, weight_p: 4"),
              HasSubstr("test.yaml:9: artefacts.waves.training.weight_p: 4 is more than the track of "
                        "waveform_module can reach (model.scale: 2.5)"));
}

TEST(WrongSettings, of_networks_are_named_by_variants_and_artefacts) {
  EXPECT_THAT(with("{name: danet}", "{name: danet, enhancer_kernel: 4}"),
              HasSubstr("test.yaml:5: model.enhancer_kernel: 4 is no odd kernel length"));
  EXPECT_THAT(
      with("{name: beat_gan}", "{name: beat_gan, discriminator_kernel: 4}"),
      HasSubstr("test.yaml:8: artefacts.gan_S.model.discriminator_kernel: 4 is no odd kernel length"));
  EXPECT_THAT(with("gan: {training", "gan: {model.kernels: [3], training"),
              HasSubstr("test.yaml:12: grid.variants.gan.model.kernels: 1 kernel lengths for the 4 pairs"));
  EXPECT_THAT(
      with("{name: danet}", "{name: danet, channels: [1000000000, 8], kernels: [3, 3]}"),
      HasSubstr("test.yaml:5: model.channels[0]: 1000000000 is above the largest allowed value 4096"));
}

TEST(WrongSettings, of_parts_of_networks_are_named) {
  EXPECT_THAT(
      with("freeze: [enhancer]", "freeze: [enhancr]"),
      HasSubstr("test.yaml:13: grid.variants.tuned.training.stages[0].freeze[0]: the network danet has "
                "no part 'enhancr'; did you mean 'enhancer'?"));
  EXPECT_EQ(with("freeze: [enhancer]", "freeze: [classifier.pair1, enhancer.conv2]"), "");
  EXPECT_THAT(with("freeze: [enhancer]", "freeze: [enhancer, classifier]"),
              HasSubstr("stages[0].freeze: every part of the network danet is frozen"));
  EXPECT_THAT(
      with("pretrained: waves", "pretrained: waves, pretrained_part: head"),
      HasSubstr("pretrained_part: the network danet has no part 'head'; known: classifier, enhancer"));
  EXPECT_THAT(with("pretrained: waves", "pretrained: waves, pretrained_part: classifier"),
              HasSubstr("the part 'classifier' of the network danet is no waveform_module, whose weights the "
                        "artefact 'waves' has"));
  EXPECT_THAT(
      with("{name: waveform_module}", "{name: waveform_module, channels: 16}"),
      HasSubstr("model.enhancer_channels: 32 here, and channels is 16 in the artefact 'waves' that fills "
                "the part 'enhancer'"));
  EXPECT_THAT(with("pretrained: waves, stages", "pretrained_part: classifier, stages"),
              HasSubstr("pretrained_part: has a meaning only with pretrained"));
}

TEST(WrongSettings, of_training_that_contradict_each_other_are_named) {
  EXPECT_THAT(
      with("learning_rate: 1e-3", "schedule: cosine, learning_rate_floor: 0.1"),
      HasSubstr("test.yaml:6: training.learning_rate_floor: 0.1 is above the learning_rate of 0.001"));
  EXPECT_THAT(with("learning_rate: 1e-3", "epochs: 1e12"), HasSubstr("test.yaml:6: training.epochs"));
  EXPECT_THAT(with("method: stacking", "method: stacking, regularisation: 0"),
              HasSubstr("test.yaml:15: ensembles.stack.regularisation: without a penalty"));
  EXPECT_THAT(with("sampling: shuffled, scaling: none", "scaling: none"),
              HasSubstr("test.yaml:6: training.sampling: balanced sampling needs a binary task"))
      << "what is not given has the line of its block";
  std::string text = kText;
  text.replace(text.find(", validation: 0.1"), 17, "");
  text.replace(text.find("procedure: weight_track"), 23, "procedure: weight_track, early_stopping: 3");
  EXPECT_THAT(refusal(text),
              HasSubstr("test.yaml:9: artefacts.waves.training.early_stopping: the best epoch is "
                        "chosen on the validation part"));
}

// ---- what only the prepared signals tell

// Of a set of twelve samples, two of each class in the half that trains.
std::string refusal_for_length(const std::string& text, int64_t length) {
  const auto experiment = parse_experiment_with(default_tables(), text, "test.yaml", "", {});
  const SplitFunctions halves{
      [](const Json&, const data::Manifest& manifest, uint64_t, int) {
        data::Split split;
        for (uint32_t i = 0; i < manifest.samples.size(); ++i)
          (i % 2 == 0 ? split.train : split.test).push_back(i);
        return split;
      },
      [](const data::Split&, const data::Manifest&, bool) { return std::vector<std::string>{}; }};
  try {
    make_plan_with(default_tables(), halves, experiment, [&](const Json&) {
      data::Manifest manifest;
      manifest.fingerprint = "made";
      manifest.classes = {"N", "S", "V"};
      manifest.length = length;
      for (int8_t i = 0; i < 12; ++i) {
        const auto name = "r" + std::to_string(i);
        const int8_t one = i / 2 % 3;
        manifest.samples.push_back({name, name, 0, {int8_t{one == 0}, int8_t{one == 1}, int8_t{one == 2}}});
      }
      return std::pair{std::string("/cache"), manifest};
    });
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(WrongSettings, of_networks_that_the_signal_is_too_short_for_are_named_in_the_plan) {
  EXPECT_EQ(refusal_for_length(kText, 187), "");
  EXPECT_THAT(
      refusal_for_length(kText, 15),
      HasSubstr("test.yaml:5: model.channels: a signal of 15 samples is too short for 4 poolings by 2 "
                "(data of variant 'gan')"));
  EXPECT_THAT(refusal_for_length(kText, 4),
              AllOf(HasSubstr("test.yaml:8: artefacts.gan_S.model.generator_channels: 3 doublings"),
                    HasSubstr("test.yaml:9: artefacts.waves.training.weight_smoothing: 5 is longer than the "
                              "signal of 4 samples")));
}

TEST(WrongSettings, of_generators_that_make_too_few_samples_are_named_in_the_plan) {
  const auto planned = [](const std::string& augmentation, const std::string& generated) {
    std::string text = kText;
    text.replace(text.find("augmentation: synthetic,"), 24, augmentation + ",");
    text.replace(text.find("adversarial_class: S,"), 21, "adversarial_class: S, " + generated + ",");
    return refusal_for_length(text, 187);
  };

  EXPECT_EQ(planned("augmentation: synthetic_only", "generated_at_least: 1"), "");
  EXPECT_EQ(planned("augmentation: synthetic_only", "generated_at_least: 0.7"), "") << "rounded up";
  EXPECT_THAT(
      planned("augmentation: synthetic_only", "generated_at_least: 0.5"),
      HasSubstr("test.yaml:12: grid.variants.gan.training.augmentation: the artefact of class 'S' will "
                "hold 1 samples, and synthetic_only puts one in the place of each of 2 real ones: set "
                "its generated_at_least to 1"));
}

}  // namespace
}  // namespace purkinje::orchestrator
