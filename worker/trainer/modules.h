// Parts of a network by their names: found, frozen.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/network.h"

namespace purkinje::trainer {

// The submodule of a dotted name ("enhancer", "classifier.pair1"). Throws InputError about `key` with the
// nearest part of the network.
std::shared_ptr<torch::nn::Module> find_module(const models::Network& network, const std::string& name,
                                               const std::string& key);

// Parts that stay as they are: no gradients, and evaluation mode even while the rest trains, so that the
// running statistics of batch normalisation stay too and no dropout falls on them.
class FrozenParts {
 public:
  // Undoes the freezing of an earlier stage. Throws InputError for a part the network has not.
  FrozenParts(models::Network& network, const std::vector<std::string>& names);

  // Training mode for all but the frozen parts.
  void train_the_rest(models::Network& network) const;
  // The parameters that are trained.
  std::vector<torch::Tensor> trained_parameters(const models::Network& network) const;

 private:
  std::vector<std::shared_ptr<torch::nn::Module>> parts_;
};

}  // namespace purkinje::trainer
