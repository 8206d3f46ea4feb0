#include "models/beat_gan_options.h"

#include "base/error.h"
#include "models/odd_kernel.h"

namespace purkinje::models {

NetworkInfo beat_gan_info() {
  using enum OptionKind;
  NetworkInfo info;
  info.name = "beat_gan";
  info.title = "a generator of beats and the discriminator that judges them; raw output: the discriminator's";
  info.source =
      "S2: CNN, attention and residual networks with GAN augmentation on MIT-BIH (arXiv 2602.17701)";
  const BeatGanOptions defaults;
  info.options = {
      {.name = "noise",
       .kind = integer,
       .default_value = defaults.noise,
       .help = "random numbers a beat is made from",
       .min = 1},
      {.name = "generator_channels",
       .kind = integers,
       .default_value = defaults.generator_channels,
       .help = "channels before each transposed convolution; each doubles the length",
       .min = 1},
      {.name = "discriminator_channels",
       .kind = integers,
       .default_value = defaults.discriminator_channels,
       .help = "channels of the discriminator's convolutions; each halves the length",
       .min = 1},
      {.name = "discriminator_kernel",
       .kind = integer,
       .default_value = defaults.discriminator_kernel,
       .help = "kernel length of the discriminator, odd",
       .min = 1},
      {.name = "leaky_slope",
       .kind = real,
       .default_value = defaults.leaky_slope,
       .help = "slope of the discriminator's leaky ReLU below zero",
       .min = 0.0,
       .max = 1.0},
  };
  info.procedure = "adversarial";
  return info;
}

BeatGanOptions BeatGanOptions::from_json(const Json& resolved) {
  BeatGanOptions options;
  options.noise = resolved.at("noise");
  options.generator_channels = resolved.at("generator_channels").get<std::vector<int64_t>>();
  options.discriminator_channels = resolved.at("discriminator_channels").get<std::vector<int64_t>>();
  options.discriminator_kernel = resolved.at("discriminator_kernel");
  options.leaky_slope = resolved.at("leaky_slope");
  if (options.generator_channels.empty())
    throw InputError(Place{"", 0, "generator_channels"}, "at least one transposed convolution is needed");
  if (options.discriminator_channels.empty())
    throw InputError(Place{"", 0, "discriminator_channels"}, "at least one convolution is needed");
  require_odd_kernel("discriminator_kernel", options.discriminator_kernel);
  return options;
}

}  // namespace purkinje::models
