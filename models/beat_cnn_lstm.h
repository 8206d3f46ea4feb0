// S2's CNN-LSTM and CNN-LSTM-Attention: pairs of convolutions with pooling, a bidirectional LSTM over what is
// left of time, and its last states or an additive attention over its steps.
#pragma once

#include <memory>
#include <vector>

#include "models/beat_cnn_lstm_options.h"
#include "models/layers/conv_pair.h"
#include "models/layers/dropout.h"
#include "models/layers/time_attention.h"
#include "models/network.h"

namespace purkinje::models {

class BeatCnnLstm : public Network {
 public:
  BeatCnnLstm(const BeatCnnLstmOptions& options, const NetworkShape& shape);
  // The map is what the LSTM reads, so that its columns are the steps of the attention.
  NetworkOutput forward(const torch::Tensor& signal) override;
  MapGeometry map_geometry() const override;

 private:
  std::vector<std::shared_ptr<ConvPair>> pairs_;
  torch::nn::LSTM lstm_{nullptr};
  std::shared_ptr<TimeAttention> attention_;
  std::shared_ptr<Dropout> dropout_;
  torch::nn::Linear output_{nullptr};
};

}  // namespace purkinje::models
