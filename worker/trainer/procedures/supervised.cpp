#include "worker/trainer/procedures/supervised.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "models/factory.h"
#include "worker/trainer/artefacts.h"
#include "worker/trainer/augmentation.h"
#include "worker/trainer/epoch.h"
#include "worker/trainer/explanations.h"
#include "worker/trainer/failure.h"
#include "worker/trainer/inference.h"
#include "worker/trainer/initialisation.h"
#include "worker/trainer/losses.h"
#include "worker/trainer/modules.h"
#include "worker/trainer/optimiser.h"
#include "worker/trainer/sampler.h"
#include "worker/trainer/schedule.h"
#include "worker/trainer/training_data.h"
#include "worker/trainer/usage.h"
#include "worker/trainer/validation.h"
#include "worker/trainer/weights.h"
#include "worker/training_rules.h"

namespace purkinje::trainer {
namespace {

using worker::EpochRow;

void check(const worker::TrainingJob& job, const TrainingOptions& options, const data::Split& split) {
  if (const auto problem = worker::loss_problem(job.training.at("loss"), job.task); !problem.empty())
    throw InputError(Place{"", 0, "training.loss"}, problem);
  if (options.sampling == TrainingOptions::Sampling::balanced && job.task != metrics::Task::binary)
    throw InputError("balanced sampling needs a binary task");
  if (job.task == metrics::Task::binary && job.classes.size() != 1)
    throw InputError(fmt::format("a binary task has one class, this job names {}", job.classes.size()));
  if (options.wave_weights == TrainingOptions::WaveWeights::target)
    throw InputError(Place{"", 0, "training.wave_weights"},
                     "only the procedure weight_track learns the weights of the waves: use input");
  const bool needs_best = options.predict_with_best || options.early_stopping || job.keep_weights == "best";
  if (needs_best && split.validation.empty())
    throw InputError("the best epoch is chosen on the validation part, and this protocol has none");
}

// Everything one job works on.
struct Training {
  const worker::TrainingJob& job;
  TrainingOptions options;
  TrainingData data;
  LossWeights weights;
  Sampler sampler;
  std::shared_ptr<models::Network> network;
  Progress progress;
};

Training prepared(const worker::TrainingJob& job, const torch::Device& device, JobControl& control) {
  auto options = TrainingOptions::from_json(job.training);
  auto data = training_data(job, options, device);
  check(job, options, data.split);
  auto weights = loss_weights(options, count_classes(data.source.label_table(data.split.train)));
  if (options.wave_weights == TrainingOptions::WaveWeights::input)
    data.source.weigh_signals(region_factors_of(options));
  const auto samples = augmented(data.split.train, options, job, data.source);
  Sampler sampler(options, samples, data.source.label_table(samples), job.seed, job.fold);

  auto network = fresh_network(job, data.set->manifest(), options.xavier, device);
  if (options.pretrained)
    load_part(*network, options.pretrained_part,
              open_artefact(job, "pretrained", *options.pretrained, *data.set, data.split.train),
              fmt::format("artefact '{}'", *options.pretrained));
  Progress progress{job, control};
  for (const auto& stage : options.stages) progress.epochs += stage.epochs;
  return {job,     std::move(options), std::move(data), std::move(weights), std::move(sampler), network,
          progress};
}

std::vector<EpochRow> rows_of(const Training& t, const TrainingOptions::Stage& stage, int epoch,
                              double train_loss, const ValidationValues& validation) {
  std::vector<EpochRow> rows = {
      {stage.name, epoch, "train", "loss", train_loss},
      {stage.name, epoch, "train", "learning_rate", learning_rate_at(t.options, stage, epoch)}};
  if (t.data.split.validation.empty()) return rows;
  rows.push_back({stage.name, epoch, "validation", "loss", validation.loss});
  rows.push_back({stage.name, epoch, "validation", "roc_auc", validation.roc_auc});
  rows.push_back({stage.name, epoch, "validation", "auprc", validation.auprc});
  if (t.job.task == metrics::Task::multi_class || t.options.select_by == TrainingOptions::SelectBy::macro_f1)
    rows.push_back({stage.name, epoch, "validation", "macro_f1", validation.macro_f1});
  return rows;
}

std::optional<std::vector<float>> outputs_of(Training& t, std::span<const uint32_t> samples) {
  return raw_outputs(*t.network, t.data.source, samples, [&] { return t.progress.go_on(); });
}

// Raw outputs on the parts that are not trained on, with what explains them; false where the job is to end.
bool predict(Training& t, const std::string& stage, worker::TrainerResult& result) {
  const auto& split = t.data.split;
  for (const auto& [part, samples] : data::judged_parts(split)) {
    if (samples.empty()) continue;
    auto raw = outputs_of(t, samples);
    if (!raw) return false;
    for (const float value : *raw)
      if (!std::isfinite(value)) throw Diverged(fmt::format("an output on the {} part is {}", part, value));
    result.predictions.push_back({stage,
                                  part,
                                  link_of(t.options.loss),
                                  t.data.source.classes(),
                                  {samples.begin(), samples.end()},
                                  std::move(*raw)});
  }
  auto to_trace = samples_to_trace(t.job, t.data.source, split.test);
  for (const auto& part : split.external) {
    const auto named = samples_named(t.job, t.data.source, part.samples);
    to_trace.insert(to_trace.end(), named.begin(), named.end());
  }
  auto traces = traces_of(*t.network, t.job, t.data.source, to_trace, stage);
  std::move(traces.begin(), traces.end(), std::back_inserter(result.traces));
  auto regions = region_sums(*t.network, t.data.source, split, stage, [&] { return t.progress.go_on(); });
  if (!regions) return false;
  std::move(regions->begin(), regions->end(), std::back_inserter(result.regions));
  return true;
}

struct ChosenWeights {
  Weights last, best;  // best: empty without a best epoch
};

// One stage, from the network's present weights to its predictions; nothing where the job is to end.
std::optional<ChosenWeights> train_stage(Training& t, const TrainingOptions::Stage& stage,
                                         worker::TrainerResult& result) {
  const FrozenParts frozen(*t.network, stage.freeze);
  Optimiser optimiser(t.options, frozen.trained_parameters(*t.network));
  const int epochs_before = t.progress.epoch;
  BestEpoch best(t.options.select_by);
  ChosenWeights weights;

  for (int epoch = 1; epoch <= stage.epochs; ++epoch) {
    t.progress.epoch = epochs_before + epoch;
    frozen.train_the_rest(*t.network);
    const auto train_loss =
        train_epoch(t.progress, t.sampler.epoch(t.progress.epoch), learning_rate_at(t.options, stage, epoch),
                    optimiser, [&](std::span<const uint32_t> batch) {
                      const auto raw = t.network->forward(t.data.source.signals(batch)).raw;
                      return loss_of(t.options, raw, t.data.source.labels(batch), t.weights);
                    });
    if (!train_loss) return std::nullopt;
    const auto raw = outputs_of(t, t.data.split.validation);
    if (!raw) return std::nullopt;
    const auto validation =
        validation_values(t.options, t.job.task, t.weights, t.data.source, t.data.split.validation, *raw);

    const auto rows = rows_of(t, stage, epoch, *train_loss, validation);
    t.progress.control.epoch_done(rows);
    result.epochs.insert(result.epochs.end(), rows.begin(), rows.end());

    if (best.offer(epoch, validation)) weights.best = copy_of_weights(*t.network);
    if (t.options.early_stopping && epoch - std::max(best.epoch(), 1) >= *t.options.early_stopping) break;
  }

  weights.last = copy_of_weights(*t.network);
  put_back(t.options.predict_with_best && !weights.best.empty() ? weights.best : weights.last, *t.network);
  if (!predict(t, stage.name, result)) return std::nullopt;
  t.progress.epoch = epochs_before + stage.epochs;  // whatever ended it: keys of later stages stay
  return weights;
}

}  // namespace

std::optional<worker::TrainerResult> train_supervised(const worker::TrainingJob& job,
                                                      const torch::Device& device, JobControl& control) {
  const Usage usage(device);
  Training t = prepared(job, device, control);
  worker::TrainerResult result;
  ChosenWeights weights;
  for (const auto& stage : t.options.stages) {
    auto trained = train_stage(t, stage, result);
    if (!trained) return std::nullopt;
    weights = std::move(*trained);
  }

  if (job.keep_weights != "none") {
    put_back(job.keep_weights == "best" && !weights.best.empty() ? weights.best : weights.last, *t.network);
    result.weights_file = job.weights_file;
    result.weights_sha256 = save_weights(*t.network, job.weights_file);
  }
  for (auto& parameter : t.network->parameters()) parameter.requires_grad_(true);  // frozen ones count too
  result.parameters = models::parameter_count(*t.network);
  result.environment = usage.environment();
  return result;
}

}  // namespace purkinje::trainer
