// Modules that can write down the shapes they pass through, so that a network explains itself
// (models/describe.h).
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace purkinje::models {

struct LayerNote {
  std::string layer;  // the path of the module it comes from: "enhancer.conv1"
  std::vector<int64_t> shape;
};

class NotedModule : public torch::nn::Module {
 public:
  // While set, the module and its direct submodules of this kind note the shape behind each of their layers;
  // a submodule's notes begin with its name.
  void note_layers_in(std::vector<LayerNote>* notes, const std::string& prefix = "");

 protected:
  torch::Tensor noted(const std::string& layer, torch::Tensor tensor) const {
    if (notes_) notes_->push_back({prefix_ + layer, tensor.sizes().vec()});
    return tensor;
  }

 private:
  std::vector<LayerNote>* notes_ = nullptr;
  std::string prefix_;
};

}  // namespace purkinje::models
