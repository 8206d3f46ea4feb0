// The options of S0's CNN-GRU-attention network, as data (for checks and help) and as a struct (for the
// network).
#pragma once

#include <cstdint>
#include <vector>

#include "models/registry.h"

namespace purkinje::models {

struct CnnGruAttentionOptions {
  enum class Recurrent { none, gru, gru_exact };
  enum class Readout { attention, last, mean };

  bool temporal = true, spatial = true;
  std::vector<int64_t> temporal_kernels = {3, 5, 7};
  int64_t temporal_channels = 20;
  int64_t spatial_channels = 30;
  int64_t spatial_kernel = 5;
  int64_t fusion_channels = 64;
  Recurrent recurrent = Recurrent::gru;
  int64_t hidden = 64;
  Readout readout = Readout::attention;
  int64_t classifier_hidden = 64;
  double dropout = 0.5;

  // From options resolved by the table below. Throws InputError for an even kernel.
  static CnnGruAttentionOptions from_json(const Json& resolved);
};

NetworkInfo cnn_gru_attention_info();

}  // namespace purkinje::models
