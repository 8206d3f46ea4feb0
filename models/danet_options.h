// The options of S1's DANet.
#pragma once

#include "models/paired_cnn_options.h"
#include "models/registry.h"
#include "models/waveform_module_options.h"

namespace purkinje::models {

struct DanetOptions {
  bool weighted = true;            // by the waveform module; else the classification module alone
  WaveformModuleOptions enhancer;  // meaningless unless weighted
  PairedCnnOptions classifier = {{16, 32, 64, 128}, {7, 5, 5, 3}, 0.3};

  // From options resolved by the table below. Throws as the two parts do.
  static DanetOptions from_json(const Json& resolved);
};

NetworkInfo danet_info();

}  // namespace purkinje::models
