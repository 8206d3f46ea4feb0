// The supervised procedure: one network, one fold, one seed, from fresh or pre-trained weights through its
// stages to predictions.
#pragma once

#include <torch/torch.h>

#include <optional>

#include "worker/job.h"
#include "worker/trainer/job_control.h"

namespace purkinje::trainer {

// Trains and predicts; a stage goes on with the weights that the one before it chose, with a fresh optimiser.
// Nothing where `control` asked to end. Throws what failure.h classifies. The same job on the same build,
// device model and thread count gives the same bits.
std::optional<worker::TrainerResult> train_supervised(const worker::TrainingJob& job,
                                                      const torch::Device& device, JobControl& control);

}  // namespace purkinje::trainer
