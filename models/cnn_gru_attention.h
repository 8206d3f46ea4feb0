// S0's network: temporal and spatial convolutions on the whole signal, mixed, a GRU, attention over time, a
// classifier. Suyama, Furui, Kurita, Tajiri: CNN-GRU-Attention for cancer therapy-related cardiac
// dysfunction. What the study leaves open is chosen as docs/add-a-network.md's example says; no pooling
// anywhere, so attention has one weight a sample.
#pragma once

#include <memory>

#include "models/cnn_gru_attention_options.h"
#include "models/layers/batch_norm.h"
#include "models/layers/dropout.h"
#include "models/layers/gru.h"
#include "models/layers/temporal_branch.h"
#include "models/layers/time_attention.h"
#include "models/network.h"

namespace purkinje::models {

class CnnGruAttention : public Network {
 public:
  CnnGruAttention(const CnnGruAttentionOptions& options, const NetworkShape& shape);
  NetworkOutput forward(const torch::Tensor& signal) override;

 private:
  // [batch, leads, time] -> [batch, fusion channels, time]
  torch::Tensor convolve(const torch::Tensor& signal);

  CnnGruAttentionOptions options_;
  std::shared_ptr<TemporalBranch> temporal_;
  torch::nn::Conv2d spatial_{nullptr};
  std::shared_ptr<BatchNorm> spatial_norm_;
  torch::nn::Conv1d fusion_{nullptr};
  std::shared_ptr<BatchNorm> fusion_norm_;
  std::shared_ptr<Gru> gru_;
  std::shared_ptr<TimeAttention> attention_;
  std::shared_ptr<Dropout> dropout_;
  torch::nn::Linear hidden_{nullptr}, output_{nullptr};
};

}  // namespace purkinje::models
