// What every network is to the trainer: a module that maps signals to raw outputs and, where it has them,
// weights over time. It can write down the shapes it passes through.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace purkinje::models {

// What a network is built for.
struct NetworkShape {
  int64_t leads = 12;
  int64_t length = 1000;  // samples a lead
  int64_t outputs = 1;    // raw outputs: one for a binary task, one a class otherwise
};

// All but `raw` are undefined where the network has none. A network that only estimates a weight track has
// no `raw`.
struct NetworkOutput {
  torch::Tensor raw = {};        // [batch, outputs], before sigmoid or softmax
  torch::Tensor attention = {};  // [batch, time or steps], sums to 1 over time
  torch::Tensor track = {};      // [batch, time], factors on the signal (DANet), not normalised
  torch::Tensor map = {};        // [batch, channels, columns], the last convolution's map, for Grad-CAM
};

// Where the columns of NetworkOutput::map (or the steps of an attention shorter than the signal) lie: column
// i is centred on sample first + i * stride.
struct MapGeometry {
  double first = 0, stride = 1;
};

struct LayerNote {
  std::string layer;
  std::vector<int64_t> shape;
};

class Network : public torch::nn::Module {
 public:
  // signal: [batch, leads, time]
  virtual NetworkOutput forward(const torch::Tensor& signal) = 0;

  // Of `map`, and of `attention` where that has fewer steps than the signal samples.
  virtual MapGeometry map_geometry() const { return {}; }

  // While set, forward() notes the shape behind each of its layers.
  void note_layers_in(std::vector<LayerNote>* notes) { notes_ = notes; }

 protected:
  torch::Tensor noted(std::string_view layer, torch::Tensor tensor) {
    if (notes_) notes_->push_back({std::string(layer), tensor.sizes().vec()});
    return tensor;
  }

  // For a module with layers of its own: notes them as "module.layer". Empty while nobody wants notes.
  using Note = std::function<void(const char* layer, const torch::Tensor& output)>;
  Note notes_below(const std::string& module) {
    if (!notes_) return {};
    return [this, module](const char* layer, const torch::Tensor& output) {
      noted(module + "." + layer, output);
    };
  }

 private:
  std::vector<LayerNote>* notes_ = nullptr;
};

}  // namespace purkinje::models
