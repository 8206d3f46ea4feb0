#include "worker/trainer/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/config.h"
#include "base/error.h"
#include "worker/training_options.h"

namespace purkinje::trainer {
namespace {

template <typename Enum>
using Words = std::vector<std::pair<const char*, Enum>>;

template <typename Enum>
Enum word(const Json& options, const char* name, const Words<Enum>& words) {
  const std::string given = options.at(name);
  for (const auto& [text, value] : words)
    if (given == text) return value;
  throw InputError(Place{"", 0, fmt::format("training.{}", name)},
                   fmt::format("'{}' is not known to this trainer", given));
}

// Options that are inactive are null and keep the struct's default.
template <typename T>
void take(const Json& options, const char* name, T& target) {
  if (const auto& value = options.at(name); !value.is_null()) target = value.get<T>();
}
template <typename Enum>
void take(const Json& options, const char* name, Enum& target, const Words<Enum>& words) {
  if (!options.at(name).is_null()) target = word(options, name, words);
}

const Words<TrainingOptions::Schedule>& schedules() {
  using enum TrainingOptions::Schedule;
  static const Words<TrainingOptions::Schedule> kWords = {
      {"none", none}, {"cosine", cosine}, {"cosine_restarts", cosine_restarts}};
  return kWords;
}

std::vector<TrainingOptions::Stage> stages_of(const Json& list, const TrainingOptions& options) {
  const TrainingOptions::Stage whole{"train", options.epochs, options.learning_rate, options.schedule};
  if (list.is_null()) return {whole};
  std::vector<TrainingOptions::Stage> stages;
  for (const auto& entry : list) {
    const Place place{"", 0, fmt::format("training.stages[{}]", stages.size())};
    Problems problems;
    const auto given = Config::from_json(entry, place);
    const Json resolved = resolve_options(worker::stage_options(), &given, place, problems);
    problems.throw_if_any();
    auto stage = whole;
    stage.name = resolved.at("name");
    take(resolved, "epochs", stage.epochs);
    take(resolved, "learning_rate", stage.learning_rate);
    take(resolved, "schedule", stage.schedule, schedules());
    take(resolved, "freeze", stage.freeze);
    if (std::any_of(stages.begin(), stages.end(), [&](const auto& s) { return s.name == stage.name; }))
      throw InputError(place, fmt::format("there is a stage '{}' already", stage.name));
    stages.push_back(std::move(stage));
  }
  if (stages.empty()) throw InputError(Place{"", 0, "training.stages"}, "no stage is given");
  return stages;
}

void take_learning(const Json& json, TrainingOptions& o) {
  take(json, "epochs", o.epochs);
  take(json, "batch_size", o.batch_size);
  take(json, "optimiser", o.optimiser,
       {{"adam", TrainingOptions::Optimiser::adam}, {"adamw", TrainingOptions::Optimiser::adamw}});
  take(json, "learning_rate", o.learning_rate);
  take(json, "beta1", o.beta1);
  take(json, "weight_decay", o.weight_decay);
  take(json, "schedule", o.schedule, schedules());
  take(json, "learning_rate_floor", o.learning_rate_floor);
  take(json, "restart_epochs", o.restart_epochs);
  take(json, "restart_factor", o.restart_factor);
  o.stages = stages_of(json.at("stages"), o);
}

void take_loss(const Json& json, TrainingOptions& o) {
  using Loss = TrainingOptions::Loss;
  using Weights = TrainingOptions::ClassWeights;
  take(json, "loss", o.loss,
       {{"bce", Loss::bce},
        {"softmax_bce", Loss::softmax_bce},
        {"cross_entropy", Loss::cross_entropy},
        {"focal", Loss::focal}});
  take(json, "focal_gamma", o.focal_gamma);
  take(json, "class_weights", o.class_weights,
       {{"none", Weights::none}, {"inverse", Weights::inverse}, {"inverse_sqrt", Weights::inverse_sqrt}});
  take(json, "positive_weight", o.positive_weight);
  take(json, "balance_positives", o.balance_positives);
}

void take_samples(const Json& json, TrainingOptions& o) {
  using Sampling = TrainingOptions::Sampling;
  using Augmentation = TrainingOptions::Augmentation;
  take(
      json, "sampling", o.sampling,
      {{"balanced", Sampling::balanced}, {"shuffled", Sampling::shuffled}, {"weighted", Sampling::weighted}});
  take(json, "sampling_cap", o.sampling_cap);
  take(json, "augmentation", o.augmentation,
       {{"none", Augmentation::none},
        {"duplication", Augmentation::duplication},
        {"synthetic", Augmentation::synthetic},
        {"synthetic_only", Augmentation::synthetic_only}});
  take(json, "augmentation_share", o.augmentation_share);
  take(json, "synthetic_from", o.synthetic_from);
}

void take_waves(const Json& json, TrainingOptions& o) {
  using Wave = TrainingOptions::WaveWeights;
  take(json, "wave_weights", o.wave_weights,
       {{"none", Wave::none}, {"input", Wave::input}, {"target", Wave::target}});
  take(json, "weight_baseline", o.region_factors[0]);
  take(json, "weight_p", o.region_factors[1]);
  take(json, "weight_qrs", o.region_factors[2]);
  take(json, "weight_t", o.region_factors[3]);
  take(json, "weight_smoothing", o.weight_smoothing);
  if (o.weight_smoothing % 2 == 0)
    throw InputError(Place{"", 0, "training.weight_smoothing"},
                     fmt::format("{} is even: a moving average without delay needs an odd number of samples",
                                 o.weight_smoothing));
}

void take_selection(const Json& json, TrainingOptions& o) {
  using SelectBy = TrainingOptions::SelectBy;
  o.predict_with_best = json.at("select_weights") == "best_validation";
  if (const auto& patience = json.at("early_stopping"); !patience.is_null()) o.early_stopping = patience;
  take(json, "select_by", o.select_by,
       {{"roc_auc", SelectBy::roc_auc},
        {"auprc", SelectBy::auprc},
        {"macro_f1", SelectBy::macro_f1},
        {"loss", SelectBy::loss}});
}

}  // namespace

TrainingOptions TrainingOptions::from_json(const Json& resolved) {
  try {
    TrainingOptions options;
    if (const std::string precision = resolved.at("precision"); precision != "fp32")
      throw InputError(fmt::format("this trainer cannot compute in '{}'", precision));
    take_learning(resolved, options);
    take_loss(resolved, options);
    take_samples(resolved, options);
    if (const auto& name = resolved.at("pretrained"); !name.is_null()) options.pretrained = name;
    take(resolved, "pretrained_part", options.pretrained_part);
    options.xavier = resolved.at("initialisation") == "xavier";
    take_waves(resolved, options);
    take(resolved, "adversarial_class", options.adversarial_class);
    take(resolved, "label_smoothing", options.label_smoothing);
    take(resolved, "generated_share", options.generated_share);
    take(resolved, "generated_at_least", options.generated_at_least);
    options.scale_leads = resolved.at("scaling") == "per_lead_train";
    take_selection(resolved, options);
    return options;
  } catch (const Json::exception& problem) {
    throw InputError(fmt::format("the training options are not resolved: {}", problem.what()));
  }
}

}  // namespace purkinje::trainer
