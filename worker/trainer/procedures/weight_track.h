// The weight-track procedure (S1's pre-training): a network's `track` learns the weights of the waves, which
// follow from the regions of the ECG; no physician's label takes part. Its product is the network's weights.
#pragma once

#include <torch/torch.h>

#include <optional>

#include "worker/job.h"
#include "worker/trainer/job_control.h"

namespace purkinje::trainer {

// Mean squared error over all time steps; the weights of the last epoch or, with select_weights:
// best_validation, of the epoch with the least error on validation are written to artefact_file. Nothing
// where `control` asked to end. Throws InputError for a network without a track, a set without regions, and
// wave_weights other than target.
std::optional<worker::TrainerResult> train_weight_track(const worker::TrainingJob& job,
                                                        const torch::Device& device, JobControl& control);

}  // namespace purkinje::trainer
