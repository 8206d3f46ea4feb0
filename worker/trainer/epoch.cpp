#include "worker/trainer/epoch.h"

#include <fmt/format.h>

#include <cmath>

#include "base/random.h"
#include "worker/trainer/failure.h"

namespace purkinje::trainer {

void seed_step(const Progress& progress, const char* purpose, size_t step) {
  torch::manual_seed(random_key(progress.job.seed, static_cast<uint64_t>(progress.job.fold), purpose,
                                static_cast<uint64_t>(progress.epoch), step));
}

std::optional<double> train_epoch(
    const Progress& progress, const Batches& batches, double learning_rate, Optimiser& optimiser,
    const std::function<torch::Tensor(std::span<const uint32_t>)>& loss_of_batch) {
  torch::Tensor loss_sum;
  size_t seen = 0;
  for (size_t step = 0; step < batches.size(); ++step) {
    if (!progress.control.go_on(progress.epoch, progress.epochs, static_cast<int64_t>(step),
                                static_cast<int64_t>(batches.size())))
      return std::nullopt;
    seed_step(progress, "dropout", step);
    const auto loss = loss_of_batch(batches[step]);
    optimiser.clear_gradients();
    loss.backward();
    optimiser.step(learning_rate);
    if (!loss_sum.defined()) loss_sum = torch::zeros({}, loss.options().dtype(torch::kDouble));
    loss_sum += loss.detach() * static_cast<double>(batches[step].size());
    seen += batches[step].size();
  }
  const double mean = loss_sum.item<double>() / static_cast<double>(seen);
  if (!std::isfinite(mean))
    throw Diverged(fmt::format("the training loss of epoch {} is {}", progress.epoch, mean));
  return mean;
}

}  // namespace purkinje::trainer
