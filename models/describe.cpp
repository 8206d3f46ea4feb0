#include "models/describe.h"

#include <map>

#include "models/factory.h"

namespace purkinje::models {
namespace {

// "spatial.bias" and "spatial_norm.weight" belong to the layer "spatial".
bool belongs_to(const std::string& parameter, const std::string& layer) {
  return parameter.starts_with(layer + ".") || parameter.starts_with(layer + "_norm.");
}

}  // namespace

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

  std::map<std::string, int64_t> parameters;
  for (const auto& item : network->named_parameters())
    for (const auto& note : notes)
      if (belongs_to(item.key(), note.layer)) parameters[note.layer] += item.value().numel();

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
