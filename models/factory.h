// Builds a network by its name and resolved options.
#pragma once

#include <memory>
#include <string>

#include "base/json.h"
#include "models/network.h"

namespace purkinje::models {

// The network with fresh weights from LibTorch's default generator (seed it first), on the CPU, in float32,
// in training mode. Throws InputError for an unknown name (with the nearest one) or options the network
// cannot have.
std::shared_ptr<Network> make_network(const std::string& name, const Json& resolved_options,
                                      const NetworkShape& shape);

// Trainable numbers.
int64_t parameter_count(const torch::nn::Module& module);

}  // namespace purkinje::models
