// S3's network: residual convolutions, sinusoidal positions, encoder layers, mean over positions, a dense
// layer. Ford and Lan: CNN-TE, 13 classes on PhysioNet 2020.
#pragma once

#include <memory>
#include <vector>

#include "models/cnn_te_options.h"
#include "models/layers/convolution_module.h"
#include "models/layers/dropout.h"
#include "models/layers/encoder_layer.h"
#include "models/layers/positions.h"
#include "models/network.h"

namespace purkinje::models {

class CnnTe : public Network {
 public:
  CnnTe(const CnnTeOptions& options, const NetworkShape& shape);
  NetworkOutput forward(const torch::Tensor& signal) override;
  MapGeometry map_geometry() const override { return {0, ConvolutionModule::kStride}; }

 private:
  std::shared_ptr<ConvolutionModule> convolutions_;
  Positions positions_;
  std::shared_ptr<Dropout> dropout_;
  std::vector<std::shared_ptr<EncoderLayer>> encoder_;
  torch::nn::Linear output_{nullptr};
};

}  // namespace purkinje::models
