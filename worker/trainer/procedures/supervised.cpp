#include "worker/trainer/procedures/supervised.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "data/prepared.h"
#include "data/scaling.h"
#include "data/splits.h"
#include "models/factory.h"
#include "worker/trainer/batches.h"
#include "worker/trainer/device.h"
#include "worker/trainer/failure.h"
#include "worker/trainer/inference.h"
#include "worker/trainer/losses.h"
#include "worker/trainer/optimiser.h"
#include "worker/trainer/options.h"
#include "worker/trainer/sampler.h"
#include "worker/trainer/validation.h"
#include "worker/trainer/weights.h"

namespace purkinje::trainer {
namespace {

using worker::EpochRow;

data::PreparedSet open_set(const worker::TrainingJob& job) {
  auto set = data::PreparedSet::open(job.data_folder);
  if (set.manifest().fingerprint != job.data_fingerprint)
    throw InputError(
        fmt::format("{} holds another data set (fingerprint {}) than this job was planned for ({})",
                    job.data_folder, set.manifest().fingerprint, job.data_fingerprint));
  return set;
}

std::vector<int8_t> first_labels(const BatchSource& source, const std::vector<uint32_t>& samples) {
  std::vector<int8_t> labels;
  for (const auto sample : samples) labels.push_back(source.label(sample, 0));
  return labels;
}

std::shared_ptr<models::Network> fresh_network(const worker::TrainingJob& job, const data::Manifest& manifest,
                                               const torch::Device& device) {
  torch::manual_seed(random_key(job.seed, static_cast<uint64_t>(job.fold), "init"));
  auto network = models::make_network(job.network, job.network_options,
                                      {static_cast<int64_t>(manifest.leads.size()), manifest.length,
                                       static_cast<int64_t>(job.classes.size())});
  network->to(device);
  return network;
}

void check(const worker::TrainingJob& job, const TrainingOptions& options, const data::Split& split) {
  check_loss_fits(options.loss, job.task);
  if (options.sampling == TrainingOptions::Sampling::balanced && job.task != metrics::Task::binary)
    throw InputError("balanced sampling needs a binary task");
  if (job.task == metrics::Task::binary && job.classes.size() != 1)
    throw InputError(fmt::format("a binary task has one class, this job names {}", job.classes.size()));
  const bool needs_best = options.predict_with_best || options.early_stopping || job.keep_weights == "best";
  if (needs_best && split.validation.empty())
    throw InputError("the best epoch is chosen on the validation part, and this protocol has none");
}

// Everything one job works on.
struct Training {
  const worker::TrainingJob& job;
  TrainingOptions options;
  torch::Device device;
  data::PreparedSet set;
  data::Split split;
  BatchSource source;
  Sampler sampler;
  std::shared_ptr<models::Network> network;
  Optimiser optimiser;
  JobControl& control;
};

// One pass over the training part; the mean loss, or nothing where the job is to end.
std::optional<double> train_epoch(Training& t, int epoch) {
  const auto batches = t.sampler.epoch(epoch);
  const double learning_rate = learning_rate_at(t.options, epoch);
  auto loss_sum = torch::zeros({}, torch::TensorOptions(t.device).dtype(torch::kDouble));
  size_t seen = 0;
  t.network->train();
  for (size_t step = 0; step < batches.size(); ++step) {
    if (!t.control.go_on(epoch, t.options.epochs, static_cast<int64_t>(step),
                         static_cast<int64_t>(batches.size())))
      return std::nullopt;
    torch::manual_seed(random_key(t.job.seed, static_cast<uint64_t>(t.job.fold), "dropout",
                                  static_cast<uint64_t>(epoch), step));
    const auto raw = t.network->forward(t.source.signals(batches[step])).raw;  // [batch, outputs]
    const auto loss = loss_of(t.options, raw, t.source.labels(batches[step]));
    t.optimiser.clear_gradients();
    loss.backward();
    t.optimiser.step(learning_rate);
    loss_sum += loss.detach() * static_cast<double>(batches[step].size());
    seen += batches[step].size();
  }
  const double mean = loss_sum.item<double>() / static_cast<double>(seen);
  if (!std::isfinite(mean)) throw Diverged(fmt::format("the training loss of epoch {} is {}", epoch, mean));
  return mean;
}

std::vector<EpochRow> rows_of(const TrainingOptions& options, int epoch, double train_loss,
                              const ValidationValues& validation, bool has_validation) {
  std::vector<EpochRow> rows = {{"train", epoch, "train", "loss", train_loss},
                                {"train", epoch, "train", "learning_rate", learning_rate_at(options, epoch)}};
  if (has_validation) {
    rows.push_back({"train", epoch, "validation", "loss", validation.loss});
    rows.push_back({"train", epoch, "validation", "roc_auc", validation.roc_auc});
    rows.push_back({"train", epoch, "validation", "auprc", validation.auprc});
  }
  return rows;
}

std::optional<std::vector<float>> outputs_of(Training& t, const std::vector<uint32_t>& samples, int epoch) {
  return raw_outputs(*t.network, t.source, samples,
                     [&] { return t.control.go_on(epoch, t.options.epochs, 0, 0); });
}

// Raw outputs on the parts that are not trained on; false where the job is to end.
bool predict(Training& t, int epoch, worker::TrainerResult& result) {
  for (const auto& [part, samples] :
       {std::pair{"validation", &t.split.validation}, {"test", &t.split.test}}) {
    if (samples->empty()) continue;
    auto raw = outputs_of(t, *samples, epoch);
    if (!raw) return false;
    for (const float value : *raw)
      if (!std::isfinite(value)) throw Diverged(fmt::format("an output on the {} part is {}", part, value));
    result.predictions.push_back(
        {"train", part, link_of(t.options.loss), t.source.classes(), *samples, std::move(*raw)});
  }
  return true;
}

Training prepared(const worker::TrainingJob& job, const torch::Device& device, JobControl& control) {
  const auto options = TrainingOptions::from_json(job.training);
  auto set = open_set(job);
  auto split = data::make_split(job.protocol, set.manifest(), job.seed, job.fold);
  check(job, options, split);
  std::optional<data::LeadScaling> scaling;
  if (options.scale_leads) scaling = data::fit_lead_scaling(set, split.train);
  const BatchSource labels(set, job.classes, {}, device);
  Sampler sampler(options.sampling, options.batch_size, split.train, first_labels(labels, split.train),
                  job.seed, job.fold);
  auto network = fresh_network(job, set.manifest(), device);
  Optimiser optimiser(options, network->parameters());
  Training training{job,
                    options,
                    device,
                    std::move(set),
                    std::move(split),
                    labels,
                    std::move(sampler),
                    network,
                    std::move(optimiser),
                    control};
  training.source = BatchSource(training.set, job.classes, std::move(scaling), device);
  return training;
}

}  // namespace

std::optional<worker::TrainerResult> train_supervised(const worker::TrainingJob& job,
                                                      const torch::Device& device, JobControl& control) {
  const auto began = std::chrono::steady_clock::now();
  reset_peak_memory(device);
  Training t = prepared(job, device, control);
  worker::TrainerResult result;
  BestEpoch best(t.options.select_by);
  Weights best_weights;
  int epoch = 0;

  while (epoch < t.options.epochs) {
    ++epoch;
    const auto train_loss = train_epoch(t, epoch);
    if (!train_loss) return std::nullopt;
    const auto raw = outputs_of(t, t.split.validation, epoch);
    if (!raw) return std::nullopt;
    const auto validation = validation_values(t.options, t.source, t.split.validation, *raw);

    const auto rows = rows_of(t.options, epoch, *train_loss, validation, !t.split.validation.empty());
    control.epoch_done(rows);
    result.epochs.insert(result.epochs.end(), rows.begin(), rows.end());

    if (best.offer(epoch, validation)) best_weights = copy_of_weights(*t.network);
    if (t.options.early_stopping && epoch - std::max(best.epoch(), 1) >= *t.options.early_stopping) break;
  }

  const Weights last_weights = copy_of_weights(*t.network);
  const auto& chosen = t.options.predict_with_best && !best_weights.empty() ? best_weights : last_weights;
  put_back(chosen, *t.network);
  if (!predict(t, epoch, result)) return std::nullopt;
  result.traces = attention_traces(*t.network, t.source, t.split.test, job.trace_records);

  if (job.keep_weights != "none") {
    put_back(job.keep_weights == "best" && !best_weights.empty() ? best_weights : last_weights, *t.network);
    result.weights_file = job.weights_file;
    result.weights_sha256 = save_weights(*t.network, job.weights_file);
  }
  result.parameters = models::parameter_count(*t.network);
  result.environment = environment_of(device);
  result.environment["peak_memory"] = peak_memory(device);
  result.environment["seconds"] =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return result;
}

}  // namespace purkinje::trainer
