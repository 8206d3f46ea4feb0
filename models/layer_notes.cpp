#include "models/layer_notes.h"

namespace purkinje::models {

void NotedModule::note_layers_in(std::vector<LayerNote>* notes, const std::string& prefix) {
  notes_ = notes;
  prefix_ = prefix;
  for (const auto& child : named_children())
    if (auto* part = dynamic_cast<NotedModule*>(child.value().get()))
      part->note_layers_in(notes, prefix + child.key() + ".");
}

}  // namespace purkinje::models
