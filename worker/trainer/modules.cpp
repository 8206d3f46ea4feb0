#include "worker/trainer/modules.h"

#include <fmt/format.h>

#include "base/error.h"

namespace purkinje::trainer {

std::shared_ptr<torch::nn::Module> find_module(const models::Network& network, const std::string& name,
                                               const std::string& key) {
  for (const auto& item : network.named_modules("", /*include_self=*/false))
    if (item.key() == name) return item.value();
  std::vector<std::string> parts;
  for (const auto& child : network.named_children()) parts.push_back(child.key());
  throw InputError(Place{"", 0, key},
                   fmt::format("the network has no part '{}'{}", name, suggestion(name, parts)));
}

FrozenParts::FrozenParts(models::Network& network, const std::vector<std::string>& names) {
  for (auto& parameter : network.parameters()) parameter.requires_grad_(true);
  for (const auto& name : names) {
    parts_.push_back(find_module(network, name, "training.stages.freeze"));
    for (auto& parameter : parts_.back()->parameters()) {
      parameter.requires_grad_(false);
      parameter.mutable_grad().reset();
    }
  }
}

void FrozenParts::train_the_rest(models::Network& network) const {
  network.train();
  for (const auto& part : parts_) part->eval();
}

std::vector<torch::Tensor> FrozenParts::trained_parameters(const models::Network& network) const {
  std::vector<torch::Tensor> trained;
  for (const auto& parameter : network.parameters())
    if (parameter.requires_grad()) trained.push_back(parameter);
  return trained;
}

}  // namespace purkinje::trainer
