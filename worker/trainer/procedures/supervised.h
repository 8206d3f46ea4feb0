// The supervised procedure: one network, one fold, one seed, from fresh weights to predictions.
#pragma once

#include <optional>

#include "worker/job.h"
#include "worker/trainer/job_control.h"

#include <torch/torch.h>

namespace purkinje::trainer {

// Trains and predicts. Nothing where `control` asked to end. Throws what failure.h classifies. The same job
// on the same build, device model and thread count gives the same bits.
std::optional<worker::TrainerResult> train_supervised(const worker::TrainingJob& job,
                                                      const torch::Device& device, JobControl& control);

}  // namespace purkinje::trainer
