#include "models/paired_cnn_options.h"

#include <fmt/format.h>

#include "base/error.h"
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
       .min = 1},
      {.name = "kernels",
       .kind = integers,
       .default_value = kernels,
       .help = "kernel length of each pair, odd",
       .min = 1},
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

PairedCnnOptions PairedCnnOptions::from_json(const Json& resolved) {
  PairedCnnOptions options;
  read_convolution_pairs(resolved, options.channels, options.kernels);
  options.dropout = resolved.at("dropout");
  return options;
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
  return info;
}

}  // namespace purkinje::models
