#include "models/resnet_1d_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/odd_kernel.h"
#include "models/part_names.h"

namespace purkinje::models {
namespace {

PartNames parts_of(const Json& resolved) {
  PartNames parts = {"stem", "stem_norm", "output"};
  int64_t number = 0;
  for (size_t stage = 0; stage < resolved.at("channels").size(); ++stage)
    for (int64_t block = 0; block < resolved.at("blocks"); ++block)
      add_part(parts, fmt::format("block{}", ++number), basic_block_parts(stage > 0 && block == 0));
  return parts;
}

}  // namespace

NetworkInfo resnet_1d_info() {
  using enum OptionKind;
  NetworkInfo info;
  info.name = "resnet_1d";
  info.title = "a convolution, stages of residual blocks, mean over time, one linear layer";
  info.source =
      "S2: CNN, attention and residual networks with GAN augmentation on MIT-BIH (arXiv 2602.17701)";
  const Resnet1dOptions defaults;
  info.options = {
      {.name = "stem_kernel",
       .kind = integer,
       .default_value = defaults.stem_kernel,
       .help = "kernel length of the first convolution, odd",
       .min = 1,
       .max = kLongestKernel},
      {.name = "channels",
       .kind = integers,
       .default_value = defaults.channels,
       .help = "channels of each stage; every stage but the first halves the length",
       .min = 1,
       .max = kMostChannels},
      {.name = "blocks",
       .kind = integer,
       .default_value = defaults.blocks,
       .help = "residual blocks of a stage",
       .min = 1,
       .max = kMostLayers},
      {.name = "kernel",
       .kind = integer,
       .default_value = defaults.kernel,
       .help = "kernel length of the blocks, odd",
       .min = 1,
       .max = kLongestKernel},
  };
  info.check = [](const Json& resolved) { Resnet1dOptions::from_json(resolved); };
  info.parts = parts_of;
  return info;
}

Resnet1dOptions Resnet1dOptions::from_json(const Json& resolved) {
  Resnet1dOptions options;
  options.stem_kernel = resolved.at("stem_kernel");
  options.channels = resolved.at("channels").get<std::vector<int64_t>>();
  options.blocks = resolved.at("blocks");
  options.kernel = resolved.at("kernel");
  if (options.channels.empty() || options.channels.size() > kMostHalvings)
    throw InputError(Place{"", 0, "channels"}, fmt::format("1 to {} stages are possible, {} are given",
                                                           kMostHalvings, options.channels.size()));
  require_odd_kernel("stem_kernel", options.stem_kernel);
  require_odd_kernel("kernel", options.kernel);
  return options;
}

}  // namespace purkinje::models
