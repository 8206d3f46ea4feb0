#include "models/describe.h"

#include <map>
#include <vector>

#include "models/factory.h"

namespace purkinje::models {
namespace {

// The noted layer a parameter belongs to, the innermost one: "classifier.pair1.first.weight" to
// "classifier.pair1". A normalisation belongs to the layer before it: "spatial_norm.weight" to "spatial".
// Empty where none is noted.
std::string layer_of(const std::string& parameter, const std::vector<LayerNote>& notes) {
  std::string best;
  for (const auto& note : notes)
    if (note.layer.size() > best.size() &&
        (parameter.starts_with(note.layer + ".") || parameter.starts_with(note.layer + "_norm.")))
      best = note.layer;
  return best;
}

}  // namespace

Json describe_network(const std::string& name, const Json& resolved_options, const NetworkShape& shape) {
  const auto network = make_network(name, resolved_options, shape);
  std::vector<LayerNote> notes;
  {
    const torch::NoGradGuard no_grad;
    network->eval();
    network->note_layers_in(&notes);
    network->pass_through_all(torch::zeros({1, shape.leads, shape.length}));
    network->note_layers_in(nullptr);
  }

  std::map<std::string, int64_t> parameters;
  for (const auto& item : network->named_parameters())
    parameters[layer_of(item.key(), notes)] += item.value().numel();

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
