// S3's baselines CNN-GRU and CNN-LSTM: CNN-TE's convolutions, a recurrent layer over their columns, a dense
// layer on its last state.
#pragma once

#include <memory>

#include "models/cnn_recurrent_options.h"
#include "models/layers/convolution_module.h"
#include "models/layers/recurrent_stack.h"
#include "models/network.h"

namespace purkinje::models {

class CnnRecurrent : public Network {
 public:
  CnnRecurrent(const CnnRecurrentOptions& options, const NetworkShape& shape);
  NetworkOutput forward(const torch::Tensor& signal) override;
  MapGeometry map_geometry() const override { return {0, ConvolutionModule::kStride}; }

 private:
  std::shared_ptr<ConvolutionModule> convolutions_;
  std::shared_ptr<RecurrentStack> recurrent_;
  torch::nn::Linear output_{nullptr};
};

}  // namespace purkinje::models
