#include "models/beat_gan_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/odd_kernel.h"
#include "models/part_names.h"

namespace purkinje::models {
namespace {

void require_some(const char* option, const std::vector<int64_t>& channels, const char* what) {
  if (channels.empty() || channels.size() > kMostHalvings)
    throw InputError(Place{"", 0, option}, fmt::format("1 to {} {} are possible, {} are given", kMostHalvings,
                                                       what, channels.size()));
}

// The shortest signal that the doublings can make is 2^n samples; a last one that is cut away whole is a
// mistake.
void require_length_for_doublings(const Json& resolved, int64_t length) {
  const auto doublings = resolved.at("generator_channels").size();
  if (int64_t{1} << (doublings - 1) >= length)
    throw InputError(
        Place{"", 0, "generator_channels"},
        fmt::format("{} doublings make at least {} samples, twice as many as a signal of {} needs", doublings,
                    int64_t{1} << doublings, length));
}

PartNames parts_of(const Json& resolved) {
  PartNames generator = {"project"}, discriminator = {"output"}, parts;
  const auto doublings = resolved.at("generator_channels").size();
  for (size_t i = 1; i <= doublings; ++i) {
    generator.push_back(fmt::format("up{}", i));
    if (i < doublings) generator.push_back(fmt::format("up{}_norm", i));
  }
  for (size_t i = 1; i <= resolved.at("discriminator_channels").size(); ++i)
    discriminator.push_back(fmt::format("down{}", i));
  add_part(parts, "generator", generator);
  add_part(parts, "discriminator", discriminator);
  return parts;
}

}  // namespace

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
       .min = 1,
       .max = kLargestState},
      {.name = "generator_channels",
       .kind = integers,
       .default_value = defaults.generator_channels,
       .help = "channels before each transposed convolution; each doubles the length",
       .min = 1,
       .max = kMostChannels},
      {.name = "discriminator_channels",
       .kind = integers,
       .default_value = defaults.discriminator_channels,
       .help = "channels of the discriminator's convolutions; each halves the length",
       .min = 1,
       .max = kMostChannels},
      {.name = "discriminator_kernel",
       .kind = integer,
       .default_value = defaults.discriminator_kernel,
       .help = "kernel length of the discriminator, odd",
       .min = 1,
       .max = kLongestKernel},
      {.name = "leaky_slope",
       .kind = real,
       .default_value = defaults.leaky_slope,
       .help = "slope of the discriminator's leaky ReLU below zero",
       .min = 0.0,
       .max = 1.0},
  };
  info.procedure = "adversarial";
  info.check = [](const Json& resolved) { BeatGanOptions::from_json(resolved); };
  info.check_length = require_length_for_doublings;
  info.parts = parts_of;
  return info;
}

BeatGanOptions BeatGanOptions::from_json(const Json& resolved) {
  BeatGanOptions options;
  options.noise = resolved.at("noise");
  options.generator_channels = resolved.at("generator_channels").get<std::vector<int64_t>>();
  options.discriminator_channels = resolved.at("discriminator_channels").get<std::vector<int64_t>>();
  options.discriminator_kernel = resolved.at("discriminator_kernel");
  options.leaky_slope = resolved.at("leaky_slope");
  require_some("generator_channels", options.generator_channels, "transposed convolutions");
  require_some("discriminator_channels", options.discriminator_channels, "convolutions");
  require_odd_kernel("discriminator_kernel", options.discriminator_kernel);
  return options;
}

}  // namespace purkinje::models
