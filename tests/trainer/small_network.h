// A network of one convolution with a map, an attention over it and a track: what explanations are tested on.
#pragma once

#include "base/json.h"
#include "models/network.h"

namespace purkinje::trainer {

// Signals of two leads, three outputs. Columns of three samples each.
class SmallNetwork : public models::Network {
 public:
  SmallNetwork();
  models::NetworkOutput forward(const torch::Tensor& signal) override;
  models::MapGeometry map_geometry() const override { return {1, 3}; }
  // From lists of numbers by name.
  void load(const Json& state);

  bool without_map = false, with_track = false, with_attention = false;

 private:
  torch::nn::Conv1d convolution_;
  torch::nn::Linear output_;
};

}  // namespace purkinje::trainer
