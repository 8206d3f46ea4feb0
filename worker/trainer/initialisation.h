// A network with fresh weights, from the key (seed, fold, "init") alone.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "data/prepared/prepared.h"
#include "models/network.h"
#include "worker/job.h"

namespace purkinje::trainer {

std::shared_ptr<models::Network> fresh_network(const worker::TrainingJob& job, const data::Manifest& manifest,
                                               bool xavier, const torch::Device& device);

// Glorot and Bengio 2010, eq. 16: every weight of a convolution or linear layer uniform within
// sqrt(6 / (inputs + outputs)), kernel sizes counted in; biases zero. The matrices of a recurrent layer
// (named weight_ih*, weight_hh*) hold one matrix a gate below each other, and each of these counts as a
// layer. Scales of normalisation layers stay.
void initialise_xavier(torch::nn::Module& module);

}  // namespace purkinje::trainer
