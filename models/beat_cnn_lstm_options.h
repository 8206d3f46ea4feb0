// The options of S2's CNN-LSTM, with and without attention.
#pragma once

#include <cstdint>
#include <vector>

#include "models/registry.h"

namespace purkinje::models {

struct BeatCnnLstmOptions {
  enum class Readout { last_states, attention };

  std::vector<int64_t> channels = {32, 64};
  std::vector<int64_t> kernels = {5, 5};
  int64_t hidden = 64;  // of each direction
  Readout readout = Readout::last_states;
  double dropout = 0.3;

  // From options resolved by the table below. Throws as read_convolution_pairs().
  static BeatCnnLstmOptions from_json(const Json& resolved);
};

NetworkInfo beat_cnn_lstm_info();

}  // namespace purkinje::models
