// What every network is to the trainer: a module that maps signals to raw outputs and, where it has them,
// weights over time. It can write down the shapes it passes through.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace purkinje::models {

// What a network is built for.
struct NetworkShape {
  int64_t leads = 12;
  int64_t length = 1000;  // samples a lead
  int64_t outputs = 1;    // raw outputs: one for a binary task, one a class otherwise
};

struct NetworkOutput {
  torch::Tensor raw;        // [batch, outputs], before sigmoid or softmax
  torch::Tensor attention;  // [batch, time], sums to 1 over time; undefined where the network has none
};

struct LayerNote {
  std::string layer;
  std::vector<int64_t> shape;
};

class Network : public torch::nn::Module {
 public:
  // signal: [batch, leads, time]
  virtual NetworkOutput forward(const torch::Tensor& signal) = 0;

  // While set, forward() notes the shape behind each of its layers.
  void note_layers_in(std::vector<LayerNote>* notes) { notes_ = notes; }

 protected:
  torch::Tensor noted(const char* layer, torch::Tensor tensor) {
    if (notes_) notes_->push_back({layer, tensor.sizes().vec()});
    return tensor;
  }

 private:
  std::vector<LayerNote>* notes_ = nullptr;
};

}  // namespace purkinje::models
