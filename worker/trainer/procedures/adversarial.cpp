#include "worker/trainer/procedures/adversarial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "models/beat_gan.h"
#include "models/factory.h"
#include "worker/trainer/artefacts.h"
#include "worker/trainer/class_counts.h"
#include "worker/trainer/epoch.h"
#include "worker/trainer/failure.h"
#include "worker/trainer/initialisation.h"
#include "worker/trainer/nearest.h"
#include "worker/trainer/optimiser.h"
#include "worker/trainer/sampler.h"
#include "worker/trainer/schedule.h"
#include "worker/trainer/training_data.h"
#include "worker/trainer/usage.h"
#include "worker/trainer/weights.h"
#include "worker/training_rules.h"

namespace purkinje::trainer {
namespace {

constexpr size_t kGeneratedAtOnce = 256;

void check(const worker::TrainingJob& job, const TrainingOptions& options) {
  if (options.scale_leads)
    throw InputError(Place{"", 0, "training.scaling"},
                     "a generator makes samples in the prepared set's units: set none");
  if (job.artefact_file.empty()) throw InputError("an adversarial job needs a file for its product");
}

// The class's samples of the training part, and how many are to be made.
struct OwnSamples {
  std::vector<uint32_t> samples;
  size_t wanted = 0;
};

OwnSamples own_samples(const worker::TrainingJob& job, const TrainingOptions& options,
                       const TrainingData& data) {
  const auto found = std::find(job.classes.begin(), job.classes.end(), options.adversarial_class);
  if (found == job.classes.end())
    throw InputError(Place{"", 0, "training.adversarial_class"},
                     fmt::format("this job has no class '{}'{}", options.adversarial_class,
                                 suggestion(options.adversarial_class, job.classes)));
  const auto column = static_cast<size_t>(found - job.classes.begin());
  const auto& train = data.split.train;
  OwnSamples own;
  for (const auto sample : train)
    if (data.source.label(sample, column) == 1) own.samples.push_back(sample);
  const auto counts = count_classes(data.source.label_table(train));
  own.wanted = worker::generated_samples(counts.positives, counts.negatives, column, options.generated_share,
                                         options.generated_at_least);
  if (own.samples.empty())
    throw InputError(
        fmt::format("the training part has no sample of '{}' to learn from", options.adversarial_class));
  for (const auto sample : own.samples)
    for (const float value : data.set->signal(sample))
      if (!(value >= 0 && value <= 1))
        throw InputError(fmt::format(
            "sample {} has a value of {}, and the generator's lie between 0 and 1: scale the samples of the "
            "data set to that range",
            sample, value));
  return own;
}

struct Losses {
  double generator = 0, discriminator = 0;  // mean a sample
};

class Duel {
 public:
  Duel(models::BeatGan& gan, const TrainingOptions& options, const BatchSource& source)
      : gan_(gan),
        label_of_real_(options.label_smoothing),
        source_(source),
        generator_(options, gan.generator().parameters()),
        discriminator_(options, gan.discriminator().parameters()) {}

  // One pass over the batches; nothing where the job is to end.
  std::optional<Losses> epoch(const Progress& progress, const Batches& batches, double learning_rate) {
    Losses sum;
    size_t seen = 0;
    gan_.train();
    for (size_t step = 0; step < batches.size(); ++step) {
      if (!progress.control.go_on(progress.epoch, progress.epochs, static_cast<int64_t>(step),
                                  static_cast<int64_t>(batches.size())))
        return std::nullopt;
      seed_step(progress, "noise", step);
      const auto losses = train_step(source_.signals(batches[step]), learning_rate);
      const auto count = static_cast<double>(batches[step].size());
      sum.generator += losses.generator * count;
      sum.discriminator += losses.discriminator * count;
      seen += batches[step].size();
    }
    const auto samples = static_cast<double>(seen);
    return Losses{sum.generator / samples, sum.discriminator / samples};
  }

 private:
  torch::Tensor loss(const torch::Tensor& samples, double label) {
    const auto logits = gan_.discriminator().forward(samples);  // [batch, 1]
    return torch::binary_cross_entropy_with_logits(logits, torch::full_like(logits, label));
  }

  // real: [batch, leads, length]
  Losses train_step(const torch::Tensor& real, double learning_rate) {
    const auto noise = torch::randn({real.size(0), gan_.noise_size()}, real.options());
    const auto made = gan_.generate(noise);  // [batch, leads, length]

    const auto told = loss(real, label_of_real_) + loss(made.detach(), 0);
    discriminator_.clear_gradients();
    told.backward();
    discriminator_.step(learning_rate);

    const auto wanted = loss(made, 1);
    generator_.clear_gradients();
    wanted.backward();
    generator_.step(learning_rate);
    return {wanted.item<double>(), told.item<double>()};
  }

  models::BeatGan& gan_;
  double label_of_real_;
  const BatchSource& source_;
  Optimiser generator_, discriminator_;
};

// From noise of the key (seed, fold, "generated") alone: [count, leads, length] on the CPU.
torch::Tensor generated(models::BeatGan& gan, const worker::TrainingJob& job, const torch::Device& device,
                        const data::Manifest& manifest, size_t count) {
  const torch::NoGradGuard no_grad;
  gan.eval();
  RandomStream stream(random_key(job.seed, static_cast<uint64_t>(job.fold), "generated"));
  std::vector<torch::Tensor> beats = {
      torch::empty({0, static_cast<int64_t>(manifest.leads.size()), manifest.length})};
  for (size_t start = 0; start < count; start += kGeneratedAtOnce) {
    auto noise =
        torch::empty({static_cast<int64_t>(std::min(kGeneratedAtOnce, count - start)), gan.noise_size()});
    for (int64_t i = 0; i < noise.numel(); ++i)
      noise.data_ptr<float>()[i] = static_cast<float>(stream.normal());
    beats.push_back(gan.generate(noise.to(device)).to(torch::kCPU));
  }
  return torch::cat(beats);
}

Json number_or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace

std::optional<worker::TrainerResult> train_adversarial(const worker::TrainingJob& job,
                                                       const torch::Device& device, JobControl& control) {
  const Usage usage(device);
  auto options = TrainingOptions::from_json(job.training);
  check(job, options);
  const auto data = training_data(job, options, device);
  const auto own = own_samples(job, options, data);
  options.sampling = TrainingOptions::Sampling::shuffled;  // of one class there is nothing to balance
  const Sampler sampler(options, own.samples, data.source.label_table(own.samples), job.seed, job.fold);
  const auto network = fresh_network(job, data.set->manifest(), options.xavier, device);
  auto* gan = dynamic_cast<models::BeatGan*>(network.get());
  if (!gan)
    throw InputError(
        Place{"", 0, "model.name"},
        fmt::format("'{}' has no generator: the adversarial procedure trains beat_gan", job.network));

  const auto& stage = options.stages.front();
  Duel duel(*gan, options, data.source);
  Progress progress{job, control, 0, stage.epochs};
  worker::TrainerResult result;
  for (int epoch = 1; epoch <= stage.epochs; ++epoch) {
    progress.epoch = epoch;
    const double rate = learning_rate_at(options, stage, epoch);
    const auto losses = duel.epoch(progress, sampler.epoch(epoch), rate);
    if (!losses) return std::nullopt;
    if (!std::isfinite(losses->generator) || !std::isfinite(losses->discriminator))
      throw Diverged(fmt::format("the losses of epoch {} are {} and {}", epoch, losses->generator,
                                 losses->discriminator));
    const std::vector<worker::EpochRow> rows = {
        {stage.name, epoch, "train", "generator_loss", losses->generator},
        {stage.name, epoch, "train", "discriminator_loss", losses->discriminator},
        {stage.name, epoch, "train", "learning_rate", rate}};
    control.epoch_done(rows);
    result.epochs.insert(result.epochs.end(), rows.begin(), rows.end());
  }

  const auto beats = generated(*gan, job, device, data.set->manifest(), own.wanted);
  const auto distances = nearest_distances(beats, data.source.signals(own.samples));
  Json note = {{"kind", "samples"},
               {"class", options.adversarial_class},
               {"beats", own.wanted},
               {"real_beats", own.samples.size()},
               {"nearest_real_of_generated", number_or_null(distances.to_real)},
               {"nearest_real_of_real", number_or_null(distances.between_real)}};
  result.artefact = note;
  note["learned_from"] = learned_from(*data.set, own.samples);
  result.artefact_file = job.artefact_file;
  result.artefact_sha256 = write_tensor_file({{{"beats", beats}}, note}, job.artefact_file);
  if (job.keep_weights != "none") {
    result.weights_file = job.weights_file;
    result.weights_sha256 = save_weights(*network, job.weights_file);
  }
  result.parameters = models::parameter_count(*network);
  result.environment = usage.environment();
  return result;
}

}  // namespace purkinje::trainer
