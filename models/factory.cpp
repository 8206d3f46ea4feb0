#include "models/factory.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/cnn_gru_attention.h"
#include "models/cnn_recurrent.h"
#include "models/cnn_te.h"
#include "models/recurrent.h"
#include "models/registry.h"
#include "models/vgg11.h"

namespace purkinje::models {

std::shared_ptr<Network> make_network(const std::string& name, const Json& resolved_options,
                                      const NetworkShape& shape) {
  if (name == "cnn_gru_attention")
    return std::make_shared<CnnGruAttention>(CnnGruAttentionOptions::from_json(resolved_options), shape);
  if (name == "cnn_te") return std::make_shared<CnnTe>(CnnTeOptions::from_json(resolved_options), shape);
  if (name == "vgg11") return std::make_shared<Vgg11>(Vgg11Options::from_json(resolved_options), shape);
  if (name == "recurrent")
    return std::make_shared<Recurrent>(RecurrentOptions::from_json(resolved_options), shape);
  if (name == "cnn_recurrent")
    return std::make_shared<CnnRecurrent>(CnnRecurrentOptions::from_json(resolved_options), shape);

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
