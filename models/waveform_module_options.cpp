#include "models/waveform_module_options.h"

#include <fmt/format.h>

#include "models/limits.h"
#include "models/odd_kernel.h"

namespace purkinje::models {

OptionTable waveform_module_options(const std::string& prefix, const std::string& when) {
  using enum OptionKind;
  const WaveformModuleOptions defaults;
  return {
      {.name = prefix + "channels",
       .kind = integer,
       .default_value = defaults.channels,
       .help = "channels of the dilated convolutions",
       .min = 1,
       .max = kMostChannels,
       .when = when},
      {.name = prefix + "kernel",
       .kind = integer,
       .default_value = defaults.kernel,
       .help = "kernel length of all of them and of the last convolution, odd",
       .min = 1,
       .max = kLongestKernel,
       .when = when},
      {.name = prefix + "dilations",
       .kind = integers,
       .default_value = defaults.dilations,
       .help = "dilation of each; one more convolution without dilation makes the weight track",
       .min = 1,
       .max = kLongestKernel,
       .when = when},
      {.name = prefix + "scale",
       .kind = real,
       .default_value = defaults.scale,
       .help = "the track is this times a sigmoid",
       .min = 1e-3,
       .max = 1000.0,
       .when = when},
  };
}

PartNames waveform_module_parts(const Json& resolved, const std::string& prefix) {
  PartNames parts;
  const auto dilated = resolved.at(prefix + "dilations").size();
  for (size_t i = 1; i <= dilated + 1; ++i) {
    parts.push_back(fmt::format("conv{}", i));
    if (i <= dilated) parts.push_back(fmt::format("conv{}_norm", i));
  }
  return parts;
}

NetworkInfo waveform_module_info() {
  NetworkInfo info;
  info.name = "waveform_module";
  info.title = "dilated convolutions that give a weight track over the signal; no raw output";
  info.source =
      "S1: DANet, disease-specific attention for premature atrial contraction (Jin, arXiv 2407.18033)";
  info.options = waveform_module_options();
  info.procedure = "weight_track";
  info.check = [](const Json& resolved) { WaveformModuleOptions::from_json(resolved); };
  info.parts = [](const Json& resolved) { return waveform_module_parts(resolved); };
  return info;
}

WaveformModuleOptions WaveformModuleOptions::from_json(const Json& resolved, const std::string& prefix) {
  WaveformModuleOptions options;
  options.channels = resolved.at(prefix + "channels");
  options.kernel = resolved.at(prefix + "kernel");
  options.dilations = resolved.at(prefix + "dilations").get<std::vector<int64_t>>();
  options.scale = resolved.at(prefix + "scale");
  require_odd_kernel((prefix + "kernel").c_str(), options.kernel);
  return options;
}

}  // namespace purkinje::models
