// The options of the `training:` block: read by the experiment, obeyed by the trainer, part of a job's
// identity.
#pragma once

#include "base/options.h"

namespace purkinje::worker {

// procedure, epochs, batch_size, optimiser, learning_rate, weight_decay, loss, sampling, scaling, precision,
// ...
const OptionTable& training_options();

// One entry of `training.stages`.
const OptionTable& stage_options();

// Raised when the meaning of an option or a default changes; part of every job's identity.
inline constexpr int kSupervisedVersion = 1;
inline constexpr int kAdversarialVersion = 1;
inline constexpr int kWeightTrackVersion = 1;

}  // namespace purkinje::worker
