// The learning rate of each epoch of a stage.
#pragma once

#include "worker/trainer/options.h"

namespace purkinje::trainer {

// Of a 1-based epoch of the stage. cosine: Loshchilov and Hutter 2017 ("SGDR"), eq. 5, over the stage's
// epochs and down to the options' floor; cosine_restarts: the same over periods of restart_epochs, each
// restart_factor times as long as the one before.
double learning_rate_at(const TrainingOptions& options, const TrainingOptions::Stage& stage, int epoch);

}  // namespace purkinje::trainer
