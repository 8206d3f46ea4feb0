// The options of S3's CNN-GRU and CNN-LSTM, as data (for checks and help) and as a struct (for the network).
#pragma once

#include <cstdint>

#include "models/recurrent_cell.h"
#include "models/registry.h"

namespace purkinje::models {

struct CnnRecurrentOptions {
  RecurrentCell cell = RecurrentCell::gru;
  int64_t channels = 64;
  int64_t kernel = 3;
  int64_t layers = 1;
  int64_t hidden = 256;

  // From options resolved by the table below. Throws InputError for an even kernel.
  static CnnRecurrentOptions from_json(const Json& resolved);
};

NetworkInfo cnn_recurrent_info();

}  // namespace purkinje::models
