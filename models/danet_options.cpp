#include "models/danet_options.h"

namespace purkinje::models {

NetworkInfo danet_info() {
  using enum OptionKind;
  NetworkInfo info;
  info.name = "danet";
  info.title =
      "a waveform module weights the signal, pairs of convolutions with pooling classify the product";
  info.source =
      "S1: DANet, disease-specific attention for premature atrial contraction (Jin, arXiv 2407.18033)";
  info.options = {{.name = "weighting",
                   .kind = text,
                   .default_value = "module",
                   .help = "module: the signal times the waveform module's track; none: the signal as it is",
                   .choices = {"module", "none"}}};
  const DanetOptions defaults;
  for (auto& option : waveform_module_options("enhancer_", "weighting=module"))
    info.options.push_back(option);
  for (auto& option : convolution_pair_options(defaults.classifier.channels, defaults.classifier.kernels))
    info.options.push_back(option);
  info.options.push_back(dropout_option(defaults.classifier.dropout));
  info.check = [](const Json& resolved) { DanetOptions::from_json(resolved); };
  info.check_length = [](const Json& resolved, int64_t length) {
    require_length_for_poolings(length, resolved.at("channels").size());
  };
  info.parts = [](const Json& resolved) {
    PartNames parts;
    add_part(parts, "classifier", paired_cnn_parts(resolved));
    if (resolved.at("weighting") == "module")
      add_part(parts, "enhancer", waveform_module_parts(resolved, "enhancer_"));
    return parts;
  };
  info.embedded = {{"enhancer", "waveform_module", "enhancer_"}};
  return info;
}

DanetOptions DanetOptions::from_json(const Json& resolved) {
  DanetOptions options;
  options.weighted = resolved.at("weighting") == "module";
  if (options.weighted) options.enhancer = WaveformModuleOptions::from_json(resolved, "enhancer_");
  options.classifier = PairedCnnOptions::from_json(resolved);
  return options;
}

}  // namespace purkinje::models
