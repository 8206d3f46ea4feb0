#include "models/paired_cnn_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/odd_kernel.h"

namespace purkinje::models {

OptionTable convolution_pair_options(const std::vector<int64_t>& channels,
                                     const std::vector<int64_t>& kernels) {
  using enum OptionKind;
  return {
      {.name = "channels",
       .kind = integers,
       .default_value = channels,
       .help = "channels of each pair of convolutions; every pair is followed by max pooling 2",
       .min = 1,
       .max = kMostChannels},
      {.name = "kernels",
       .kind = integers,
       .default_value = kernels,
       .help = "kernel length of each pair, odd",
       .min = 1,
       .max = kLongestKernel},
  };
}

Option dropout_option(double probability) {
  return {.name = "dropout",
          .kind = OptionKind::real,
          .default_value = probability,
          .help = "before the last linear layer",
          .min = 0.0,
          .max = 0.95};
}

void read_convolution_pairs(const Json& resolved, std::vector<int64_t>& channels,
                            std::vector<int64_t>& kernels) {
  channels = resolved.at("channels").get<std::vector<int64_t>>();
  kernels = resolved.at("kernels").get<std::vector<int64_t>>();
  if (channels.empty())
    throw InputError(Place{"", 0, "channels"}, "at least one pair of convolutions is needed");
  if (channels.size() != kernels.size())
    throw InputError(Place{"", 0, "kernels"}, fmt::format("{} kernel lengths for the {} pairs of channels",
                                                          kernels.size(), channels.size()));
  for (const auto kernel : kernels) require_odd_kernel("kernels", kernel);
}

void require_length_for_poolings(int64_t length, size_t poolings) {
  if (poolings > 62 || length >> poolings < 1)
    throw InputError(
        Place{"", 0, "channels"},
        fmt::format("a signal of {} samples is too short for {} poolings by 2", length, poolings));
}

PartNames numbered_pairs(size_t pairs) {
  PartNames parts;
  for (size_t i = 1; i <= pairs; ++i) add_part(parts, fmt::format("pair{}", i), conv_pair_parts());
  return parts;
}

PairedCnnOptions PairedCnnOptions::from_json(const Json& resolved) {
  PairedCnnOptions options;
  read_convolution_pairs(resolved, options.channels, options.kernels);
  options.dropout = resolved.at("dropout");
  return options;
}

PartNames paired_cnn_parts(const Json& resolved) {
  auto parts = numbered_pairs(resolved.at("channels").size());
  parts.insert(parts.end(), {"dropout", "output"});
  return parts;
}

NetworkInfo beat_cnn_info() {
  NetworkInfo info;
  info.name = "beat_cnn";
  info.title = "pairs of convolutions with pooling, mean over time, one linear layer";
  info.source =
      "S2: CNN, attention and residual networks with GAN augmentation on MIT-BIH (arXiv 2602.17701)";
  const PairedCnnOptions defaults;
  info.options = convolution_pair_options(defaults.channels, defaults.kernels);
  info.options.push_back(dropout_option(defaults.dropout));
  info.check = [](const Json& resolved) { PairedCnnOptions::from_json(resolved); };
  info.check_length = [](const Json& resolved, int64_t length) {
    require_length_for_poolings(length, resolved.at("channels").size());
  };
  info.parts = paired_cnn_parts;
  return info;
}

}  // namespace purkinje::models
