// One pass over the training part: what every procedure with one loss and one optimiser shares.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "worker/job.h"
#include "worker/trainer/job_control.h"
#include "worker/trainer/optimiser.h"
#include "worker/trainer/sampler.h"

namespace purkinje::trainer {

// Where a job stands. `epoch` counts through all stages: streams of random numbers are keyed by it and
// progress is told by it.
struct Progress {
  const worker::TrainingJob& job;
  JobControl& control;
  int epoch = 0;   // 1-based, of the job
  int epochs = 0;  // of all stages

  bool go_on() const { return control.go_on(epoch, epochs, 0, 0); }
};

// Steps over `batches` with the loss that `loss_of_batch` gives. The mean loss a sample, or nothing where the
// job is to end. Throws Diverged where that is no finite number.
std::optional<double> train_epoch(
    const Progress& progress, const Batches& batches, double learning_rate, Optimiser& optimiser,
    const std::function<torch::Tensor(std::span<const uint32_t>)>& loss_of_batch);

// Reseeds LibTorch's generators for one step (dropout, noise).
void seed_step(const Progress& progress, const char* purpose, size_t step);

}  // namespace purkinje::trainer
