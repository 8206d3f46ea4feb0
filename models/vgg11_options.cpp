#include "models/vgg11_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/odd_kernel.h"
#include "models/part_names.h"

namespace purkinje::models {
namespace {

constexpr int64_t kShortest = 32;

PartNames parts_of(const Json&) {
  PartNames parts = {"hidden", "dropout", "output"};
  for (int i = 1; i <= 8; ++i) {
    parts.push_back(fmt::format("conv{}", i));
    parts.push_back(fmt::format("conv{}_norm", i));
  }
  return parts;
}

}  // namespace

void require_vgg11_length(int64_t length) {
  if (length < kShortest)
    throw InputError(fmt::format(
        "vgg11 halves the signal five times, so it needs {} samples a lead and not {}", kShortest, length));
}

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
       .min = 1,
       .max = kMostDoubledChannels},
      {.name = "kernel",
       .kind = integer,
       .default_value = defaults.kernel,
       .help = "length of the convolutions, odd",
       .min = 1,
       .max = kLongestKernel},
      {.name = "pooled",
       .kind = integer,
       .default_value = defaults.pooled,
       .help = "columns the last map is averaged to, whatever its length",
       .min = 1,
       .max = kMostChannels},
      {.name = "hidden",
       .kind = integer,
       .default_value = defaults.hidden,
       .help = "size of the classifier's hidden layer",
       .min = 1,
       .max = kLargestState},
      {.name = "dropout",
       .kind = real,
       .default_value = defaults.dropout,
       .help = "after the classifier's hidden layer",
       .min = 0.0,
       .max = 0.95},
  };
  info.check = [](const Json& resolved) { Vgg11Options::from_json(resolved); };
  info.check_length = [](const Json&, int64_t length) { require_vgg11_length(length); };
  info.parts = parts_of;
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
