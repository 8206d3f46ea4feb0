#include "models/cnn_te_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/odd_kernel.h"
#include "models/part_names.h"

namespace purkinje::models {

NetworkInfo cnn_te_info() {
  using enum OptionKind;
  const CnnTeOptions defaults;
  NetworkInfo info;
  info.name = "cnn_te";
  info.title = "residual convolutions, sinusoidal positions, a transformer's encoder, mean over positions";
  info.source = "S3: CNN-TE, 13 classes on PhysioNet 2020 (Ford and Lan)";
  info.options = {
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
      {.name = "heads",
       .kind = integer,
       .default_value = defaults.heads,
       .help = "heads of the self-attention; they divide the features",
       .min = 1,
       .max = 8 * kMostDoubledChannels},
      {.name = "layers",
       .kind = integer,
       .default_value = defaults.layers,
       .help = "encoder layers",
       .min = 1,
       .max = kMostLayers},
      {.name = "feed_forward",
       .kind = integer,
       .default_value = defaults.feed_forward,
       .help = "inner width of an encoder layer's feed-forward part",
       .min = 1,
       .max = kWidest},
      {.name = "dropout",
       .kind = real,
       .default_value = defaults.dropout,
       .help = "after the positions, the attention and the feed-forward part",
       .min = 0.0,
       .max = 0.95},
  };
  info.check = [](const Json& resolved) { CnnTeOptions::from_json(resolved); };
  info.parts = [](const Json& resolved) {
    PartNames parts = {"dropout", "output"};
    add_part(parts, "convolutions", convolution_module_parts());
    for (int64_t layer = 1; layer <= resolved.at("layers"); ++layer)
      add_part(parts, fmt::format("encoder{}", layer), encoder_layer_parts());
    return parts;
  };
  return info;
}

CnnTeOptions CnnTeOptions::from_json(const Json& resolved) {
  CnnTeOptions options;
  options.channels = resolved.at("channels");
  options.kernel = resolved.at("kernel");
  require_odd_kernel("kernel", options.kernel);
  options.heads = resolved.at("heads");
  if (8 * options.channels % options.heads != 0)
    throw InputError(Place{"", 0, "heads"},
                     fmt::format("{} heads do not divide {} features (eight times {} channels)",
                                 options.heads, 8 * options.channels, options.channels));
  options.layers = resolved.at("layers");
  options.feed_forward = resolved.at("feed_forward");
  options.dropout = resolved.at("dropout");
  return options;
}

}  // namespace purkinje::models
