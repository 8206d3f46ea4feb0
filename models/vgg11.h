// VGG11 in one dimension (Simonyan and Zisserman 2015, configuration A, with batch normalisation), as S3's
// baseline: one hidden dense layer where the original has two.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/layers/batch_norm.h"
#include "models/layers/dropout.h"
#include "models/network.h"
#include "models/vgg11_options.h"

namespace purkinje::models {

class Vgg11 : public Network {
 public:
  // Throws InputError where the signal is shorter than the five poolings need (32 samples).
  Vgg11(const Vgg11Options& options, const NetworkShape& shape);
  NetworkOutput forward(const torch::Tensor& signal) override;
  // The map is the last convolution's, behind four poolings of two samples each: a column spans 16 of them.
  MapGeometry map_geometry() const override { return {7.5, 16}; }

 private:
  struct Stage {
    std::string name;
    torch::nn::Conv1d convolution;
    std::shared_ptr<BatchNorm> norm;
    bool pools;  // afterwards
  };

  Vgg11Options options_;
  std::vector<Stage> stages_;
  torch::nn::Linear hidden_{nullptr}, output_{nullptr};
  std::shared_ptr<Dropout> dropout_;
};

}  // namespace purkinje::models
