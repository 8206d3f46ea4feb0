#include "models/cnn_gru_attention_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/odd_kernel.h"
#include "models/part_names.h"

namespace purkinje::models {
namespace {

PartNames parts_of(const Json& resolved) {
  PartNames parts = {"fusion", "fusion_norm", "dropout", "hidden", "output"};
  if (resolved.at("branches") != "spatial") {
    PartNames branch = {"norm"};
    for (size_t i = 0; i < resolved.at("temporal_kernels").size(); ++i)
      branch.push_back(fmt::format("conv{}", i));
    add_part(parts, "temporal", branch);
  }
  if (resolved.at("branches") != "temporal") parts.insert(parts.end(), {"spatial", "spatial_norm"});
  if (resolved.at("recurrent") != "none") parts.emplace_back("gru");
  if (resolved.at("readout") == "attention") add_part(parts, "attention", time_attention_parts());
  return parts;
}

}  // namespace

NetworkInfo cnn_gru_attention_info() {
  using enum OptionKind;
  const CnnGruAttentionOptions defaults;
  NetworkInfo info;
  info.name = "cnn_gru_attention";
  info.title = "temporal and spatial convolutions, a GRU, and attention over time";
  info.source =
      "S0: CNN-GRU-Attention for cancer therapy-related cardiac dysfunction (Suyama, Furui, Kurita, Tajiri)";
  info.options = {
      {.name = "branches",
       .kind = text,
       .default_value = "both",
       .help = "which convolutions see the signal",
       .choices = {"both", "temporal", "spatial"}},
      {.name = "temporal_kernels",
       .kind = integers,
       .default_value = defaults.temporal_kernels,
       .help = "lengths of the parallel convolutions along time, odd",
       .min = 1,
       .max = kLongestKernel,
       .when = "branches=both|temporal"},
      {.name = "temporal_channels",
       .kind = integer,
       .default_value = defaults.temporal_channels,
       .help = "channels of each of them",
       .min = 1,
       .max = kMostChannels,
       .when = "branches=both|temporal"},
      {.name = "spatial_channels",
       .kind = integer,
       .default_value = defaults.spatial_channels,
       .help = "channels of the convolution over all leads",
       .min = 1,
       .max = kMostChannels,
       .when = "branches=both|spatial"},
      {.name = "spatial_kernel",
       .kind = integer,
       .default_value = defaults.spatial_kernel,
       .help = "its length along time, odd",
       .min = 1,
       .max = kLongestKernel,
       .when = "branches=both|spatial"},
      {.name = "fusion_channels",
       .kind = integer,
       .default_value = defaults.fusion_channels,
       .help = "channels after mixing the branches",
       .min = 1,
       .max = kMostChannels},
      {.name = "recurrent",
       .kind = text,
       .default_value = "gru",
       .help = "gru: the library's equations; gru_exact: the study's, without biases and with the reset gate "
               "before the "
               "recurrent matrix; none: convolutions only",
       .choices = {"gru", "gru_exact", "none"}},
      {.name = "hidden",
       .kind = integer,
       .default_value = defaults.hidden,
       .help = "size of the recurrent state",
       .min = 1,
       .max = kLargestState,
       .when = "recurrent=gru|gru_exact"},
      {.name = "readout",
       .kind = text,
       .default_value = "attention",
       .help = "how the time axis collapses",
       .choices = {"attention", "last", "mean"}},
      {.name = "classifier_hidden",
       .kind = integer,
       .default_value = defaults.classifier_hidden,
       .help = "size of the classifier's hidden layer",
       .min = 1,
       .max = kLargestState},
      {.name = "dropout",
       .kind = real,
       .default_value = defaults.dropout,
       .help = "before and after the classifier's hidden layer",
       .min = 0.0,
       .max = 0.95},
  };
  info.check = [](const Json& resolved) { CnnGruAttentionOptions::from_json(resolved); };
  info.parts = parts_of;
  return info;
}

CnnGruAttentionOptions CnnGruAttentionOptions::from_json(const Json& resolved) {
  CnnGruAttentionOptions options;
  const std::string branches = resolved.at("branches");
  options.temporal = branches != "spatial";
  options.spatial = branches != "temporal";
  if (options.temporal) {
    options.temporal_kernels = resolved.at("temporal_kernels").get<std::vector<int64_t>>();
    options.temporal_channels = resolved.at("temporal_channels");
    if (options.temporal_kernels.empty())
      throw InputError(Place{"", 0, "temporal_kernels"}, "at least one kernel length is needed");
    for (const auto kernel : options.temporal_kernels) require_odd_kernel("temporal_kernels", kernel);
  }
  if (options.spatial) {
    options.spatial_channels = resolved.at("spatial_channels");
    options.spatial_kernel = resolved.at("spatial_kernel");
    require_odd_kernel("spatial_kernel", options.spatial_kernel);
  }
  options.fusion_channels = resolved.at("fusion_channels");
  const std::string recurrent = resolved.at("recurrent");
  options.recurrent = recurrent == "gru"         ? Recurrent::gru
                      : recurrent == "gru_exact" ? Recurrent::gru_exact
                                                 : Recurrent::none;
  if (options.recurrent != Recurrent::none) options.hidden = resolved.at("hidden");
  const std::string readout = resolved.at("readout");
  options.readout = readout == "attention" ? Readout::attention
                    : readout == "last"    ? Readout::last
                                           : Readout::mean;
  options.classifier_hidden = resolved.at("classifier_hidden");
  options.dropout = resolved.at("dropout");
  return options;
}

}  // namespace purkinje::models
