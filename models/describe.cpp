#include "models/describe.h"

#include <map>

#include "models/factory.h"

namespace purkinje::models {

Json describe_network(const std::string& name, const Json& resolved_options, const NetworkShape& shape) {
  const auto network = make_network(name, resolved_options, shape);
  std::vector<LayerNote> notes;
  {
    const torch::NoGradGuard no_grad;
    network->eval();
    network->note_layers_in(&notes);
    network->forward(torch::zeros({1, shape.leads, shape.length}));
    network->note_layers_in(nullptr);
  }

  // "spatial_norm.weight" belongs to the layer "spatial".
  std::map<std::string, int64_t> parameters;
  for (const auto& item : network->named_parameters()) {
    const auto module = item.key().substr(0, item.key().find('.'));
    parameters[module.ends_with("_norm") ? module.substr(0, module.size() - 5) : module] +=
        item.value().numel();
  }

  Json layers = Json::array();
  for (const auto& note : notes)
    layers.push_back({{"layer", note.layer}, {"shape", note.shape}, {"parameters", parameters[note.layer]}});
  return {{"network", name},
          {"options", resolved_options},
          {"input", {shape.leads, shape.length}},
          {"parameters", parameter_count(*network)},
          {"layers", layers}};
}

}  // namespace purkinje::models
