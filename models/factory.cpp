#include "models/factory.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/cnn_gru_attention.h"
#include "models/registry.h"

namespace purkinje::models {

std::shared_ptr<Network> make_network(const std::string& name, const Json& resolved_options,
                                      const NetworkShape& shape) {
  if (name == "cnn_gru_attention")
    return std::make_shared<CnnGruAttention>(CnnGruAttentionOptions::from_json(resolved_options), shape);

  std::vector<std::string> known;
  for (const auto& info : networks()) known.push_back(info.name);
  throw InputError(fmt::format("there is no network '{}'{}", name, suggestion(name, known)));
}

int64_t parameter_count(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const auto& parameter : module.parameters())
    if (parameter.requires_grad()) count += parameter.numel();
  return count;
}

}  // namespace purkinje::models
