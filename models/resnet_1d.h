// S2's ResNet-1D: a convolution, three stages of basic blocks, the mean over time, a linear layer.
#pragma once

#include <memory>
#include <vector>

#include "models/layers/basic_block.h"
#include "models/layers/batch_norm.h"
#include "models/network.h"
#include "models/resnet_1d_options.h"

namespace purkinje::models {

class Resnet1d : public Network {
 public:
  Resnet1d(const Resnet1dOptions& options, const NetworkShape& shape);
  // The map is the last block's.
  NetworkOutput forward(const torch::Tensor& signal) override;
  MapGeometry map_geometry() const override;

 private:
  torch::nn::Conv1d stem_{nullptr};
  std::shared_ptr<BatchNorm> stem_norm_;
  std::vector<std::shared_ptr<BasicBlock>> blocks_;
  torch::nn::Linear output_{nullptr};
  double total_stride_ = 1;
};

}  // namespace purkinje::models
