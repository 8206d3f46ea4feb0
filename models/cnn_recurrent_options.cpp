#include "models/cnn_recurrent_options.h"

#include "models/limits.h"
#include "models/odd_kernel.h"
#include "models/part_names.h"

namespace purkinje::models {

NetworkInfo cnn_recurrent_info() {
  using enum OptionKind;
  const CnnRecurrentOptions defaults;
  NetworkInfo info;
  info.name = "cnn_recurrent";
  info.title = "CNN-TE's residual convolutions, a recurrent layer, a dense layer on its last state";
  info.source = "S3: baselines CNN-GRU and CNN-LSTM of CNN-TE (Ford and Lan)";
  info.options = {
      recurrent_cell_option(),
      {.name = "channels",
       .kind = integer,
       .default_value = defaults.channels,
       .help = "channels after the first convolution; three doublings make eight times as many features",
       .min = 1,
       .max = kMostDoubledChannels},
      {.name = "kernel",
       .kind = integer,
       .default_value = defaults.kernel,
       .help = "length of the residual blocks' convolutions, odd",
       .min = 1,
       .max = kLongestKernel},
      {.name = "layers",
       .kind = integer,
       .default_value = defaults.layers,
       .help = "recurrent layers",
       .min = 1,
       .max = kMostLayers},
      {.name = "hidden",
       .kind = integer,
       .default_value = defaults.hidden,
       .help = "size of their states",
       .min = 1,
       .max = kLargestState},
  };
  info.check = [](const Json& resolved) { CnnRecurrentOptions::from_json(resolved); };
  info.parts = [](const Json& resolved) {
    PartNames parts = {"output"};
    add_part(parts, "convolutions", convolution_module_parts());
    add_part(parts, "recurrent", recurrent_stack_parts(resolved.at("layers")));
    return parts;
  };
  return info;
}

CnnRecurrentOptions CnnRecurrentOptions::from_json(const Json& resolved) {
  CnnRecurrentOptions options;
  options.cell = recurrent_cell_from(resolved);
  options.channels = resolved.at("channels");
  options.kernel = resolved.at("kernel");
  require_odd_kernel("kernel", options.kernel);
  options.layers = resolved.at("layers");
  options.hidden = resolved.at("hidden");
  return options;
}

}  // namespace purkinje::models
