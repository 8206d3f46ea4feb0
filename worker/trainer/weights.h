// A network's weights and running statistics: kept in memory, put back, written to a file.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "models/network.h"

namespace purkinje::trainer {

// A copy of every parameter and buffer.
using Weights = std::vector<torch::Tensor>;

Weights copy_of_weights(const models::Network& network);
void put_back(const Weights& weights, models::Network& network);

// Writes LibTorch's archive (temporary name, rename), with a note where one is given (tensor_file.h), and
// returns its SHA-256. Throws EnvironmentError (disk).
std::string save_weights(const models::Network& network, const std::string& file, const Json& note = {});

}  // namespace purkinje::trainer
