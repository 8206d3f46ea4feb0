#include "worker/trainer/procedures/weight_track.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "models/factory.h"
#include "worker/trainer/artefacts.h"
#include "worker/trainer/epoch.h"
#include "worker/trainer/inference.h"
#include "worker/trainer/initialisation.h"
#include "worker/trainer/optimiser.h"
#include "worker/trainer/sampler.h"
#include "worker/trainer/schedule.h"
#include "worker/trainer/training_data.h"
#include "worker/trainer/usage.h"
#include "worker/trainer/weights.h"

namespace purkinje::trainer {
namespace {

void check(const worker::TrainingJob& job, const TrainingOptions& options, const data::Split& split) {
  if (options.wave_weights != TrainingOptions::WaveWeights::target)
    throw InputError(Place{"", 0, "training.wave_weights"},
                     "the procedure weight_track learns the weights of the waves: set target");
  if (options.sampling == TrainingOptions::Sampling::balanced && job.task != metrics::Task::binary)
    throw InputError("balanced sampling needs a binary task");
  if ((options.predict_with_best || options.early_stopping) && split.validation.empty())
    throw InputError("the best epoch is chosen on the validation part, and this protocol has none");
}

torch::Tensor error_of(models::Network& network, const TrainingData& data, const RegionFactors& factors,
                       std::span<const uint32_t> batch) {
  const auto track = network.forward(data.source.signals(batch)).track;  // [batch, time]
  if (!track.defined()) throw InputError("the network gives no weight track to learn: use waveform_module");
  return torch::mse_loss(track, data.source.weight_tracks(batch, factors));
}

// The mean error over a part; NaN for an empty one, nothing where the job is to end.
std::optional<double> error_on(models::Network& network, const TrainingData& data,
                               const RegionFactors& factors, const std::vector<uint32_t>& part,
                               const Progress& progress) {
  const torch::NoGradGuard no_grad;
  network.eval();
  double sum = 0;
  for (size_t start = 0; start < part.size(); start += kInferenceBatch) {
    if (!progress.go_on()) return std::nullopt;
    const auto batch = std::span(part).subspan(start, std::min(kInferenceBatch, part.size() - start));
    sum += error_of(network, data, factors, batch).item<double>() * static_cast<double>(batch.size());
  }
  return sum / static_cast<double>(part.size());
}

}  // namespace

std::optional<worker::TrainerResult> train_weight_track(const worker::TrainingJob& job,
                                                        const torch::Device& device, JobControl& control) {
  const Usage usage(device);
  const auto options = TrainingOptions::from_json(job.training);
  const auto data = training_data(job, options, device);
  check(job, options, data.split);
  const auto& train = data.split.train;
  const Sampler sampler(options, train, data.source.label_table(train), job.seed, job.fold);
  const auto network = fresh_network(job, data.set->manifest(), options.xavier, device);
  Optimiser optimiser(options, network->parameters());
  const auto& stage = options.stages.front();
  const auto factors = region_factors_of(options);
  Progress progress{job, control, 0, stage.epochs};
  worker::TrainerResult result;
  std::optional<double> least;
  double train_loss = 0;
  int best_epoch = 0;
  Weights best;

  for (int epoch = 1; epoch <= stage.epochs; ++epoch) {
    progress.epoch = epoch;
    network->train();
    const double rate = learning_rate_at(options, stage, epoch);
    const auto loss = train_epoch(
        progress, sampler.epoch(epoch), rate, optimiser,
        [&](std::span<const uint32_t> batch) { return error_of(*network, data, factors, batch); });
    if (!loss) return std::nullopt;
    train_loss = *loss;
    std::vector<worker::EpochRow> rows = {{stage.name, epoch, "train", "loss", train_loss},
                                          {stage.name, epoch, "train", "learning_rate", rate}};
    if (!data.split.validation.empty()) {
      const auto error = error_on(*network, data, factors, data.split.validation, progress);
      if (!error) return std::nullopt;
      const bool finite = std::isfinite(*error);
      rows.push_back({stage.name, epoch, "validation", "loss", finite ? error : std::nullopt});
      if (finite && (!least || *error < *least)) {
        least = error;
        best_epoch = epoch;
        best = copy_of_weights(*network);
      }
    }
    control.epoch_done(rows);
    result.epochs.insert(result.epochs.end(), rows.begin(), rows.end());
    if (options.early_stopping && epoch - std::max(best_epoch, 1) >= *options.early_stopping) break;
  }

  const bool take_best = options.predict_with_best && !best.empty();
  if (take_best) put_back(best, *network);
  Json note = {{"kind", "weights"},
               {"network", job.network},
               {"samples", train.size()},
               {"epoch", take_best ? best_epoch : progress.epoch},
               {"train_loss", train_loss}};
  if (least) note["least_validation_loss"] = *least;
  result.artefact = note;
  note["learned_from"] = learned_from(*data.set, train);
  result.artefact_file = job.artefact_file;
  result.artefact_sha256 = save_weights(*network, job.artefact_file, note);
  result.parameters = models::parameter_count(*network);
  result.environment = usage.environment();
  return result;
}

}  // namespace purkinje::trainer
