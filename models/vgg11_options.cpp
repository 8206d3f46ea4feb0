#include "models/vgg11_options.h"

#include "models/odd_kernel.h"

namespace purkinje::models {

NetworkInfo vgg11_info() {
  using enum OptionKind;
  const Vgg11Options defaults;
  NetworkInfo info;
  info.name = "vgg11";
  info.title = "eight convolutions with five poolings, two dense layers";
  info.source = "S3: baseline of CNN-TE (Ford and Lan); Simonyan and Zisserman's network A in one dimension";
  info.options = {
      {.name = "channels",
       .kind = integer,
       .default_value = defaults.channels,
       .help = "channels of the first convolution; the last ones have eight times as many",
       .min = 1},
      {.name = "kernel",
       .kind = integer,
       .default_value = defaults.kernel,
       .help = "length of the convolutions, odd",
       .min = 1},
      {.name = "pooled",
       .kind = integer,
       .default_value = defaults.pooled,
       .help = "columns the last map is averaged to, whatever its length",
       .min = 1},
      {.name = "hidden",
       .kind = integer,
       .default_value = defaults.hidden,
       .help = "size of the classifier's hidden layer",
       .min = 1},
      {.name = "dropout",
       .kind = real,
       .default_value = defaults.dropout,
       .help = "after the classifier's hidden layer",
       .min = 0.0,
       .max = 0.95},
  };
  return info;
}

Vgg11Options Vgg11Options::from_json(const Json& resolved) {
  Vgg11Options options;
  options.channels = resolved.at("channels");
  options.kernel = resolved.at("kernel");
  require_odd_kernel("kernel", options.kernel);
  options.pooled = resolved.at("pooled");
  options.hidden = resolved.at("hidden");
  options.dropout = resolved.at("dropout");
  return options;
}

}  // namespace purkinje::models
