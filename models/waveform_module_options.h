// The options of S1's waveform-enhanced module, alone and as a part of DANet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/part_names.h"
#include "models/registry.h"

namespace purkinje::models {

struct WaveformModuleOptions {
  int64_t channels = 32;
  int64_t kernel = 5;
  std::vector<int64_t> dilations = {1, 2, 4, 8, 16, 32, 64};  // of all convolutions but the last
  double scale = 2.5;                                         // the largest weight

  // From options resolved by the table below with the same prefix. Throws InputError for an even kernel.
  static WaveformModuleOptions from_json(const Json& resolved, const std::string& prefix = "");
};

// Their table, each name behind a prefix ("enhancer_channels"), active where `when` says.
OptionTable waveform_module_options(const std::string& prefix = "", const std::string& when = "");

// Of the module whose options stand behind a prefix.
PartNames waveform_module_parts(const Json& resolved, const std::string& prefix = "");

NetworkInfo waveform_module_info();

}  // namespace purkinje::models
