// The residual block of ResNet-1D (S2) and CNN-TE (S3): two convolutions beside a skip connection. He, Zhang,
// Ren, Sun: Deep residual learning for image recognition (2016), figure 2 and its "option B", in one
// dimension.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "models/layers/batch_norm.h"

namespace purkinje::models {

class BasicBlock : public torch::nn::Module {
 public:
  // `kernel` is odd. The skip is a 1x1 convolution with batch normalisation where channels or length change,
  // else the input itself.
  BasicBlock(int64_t inputs, int64_t channels, int64_t kernel, int64_t stride);

  // [batch, inputs, time] -> [batch, channels, ceil(time / stride)]; column i stays centred on column i *
  // stride of the input.
  torch::Tensor forward(const torch::Tensor& input);

 private:
  torch::nn::Conv1d first_, second_;
  std::shared_ptr<BatchNorm> first_norm_, second_norm_;
  torch::nn::Conv1d projection_{nullptr};
  std::shared_ptr<BatchNorm> projection_norm_;
};

}  // namespace purkinje::models
