// What every network is to the trainer: a module that maps signals to raw outputs and, where it has them,
// weights over time.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "models/layer_notes.h"

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

class Network : public NotedModule {
 public:
  // signal: [batch, leads, time]
  virtual NetworkOutput forward(const torch::Tensor& signal) = 0;

  // Of `map`, and of `attention` where that has fewer steps than the signal samples.
  virtual MapGeometry map_geometry() const { return {}; }

  // Runs all there is to describe once; for networks with parts that forward() does not reach.
  virtual void pass_through_all(const torch::Tensor& signal) { forward(signal); }
};

}  // namespace purkinje::models
