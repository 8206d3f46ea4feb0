#include "models/beat_cnn_lstm_options.h"

#include "models/limits.h"
#include "models/paired_cnn_options.h"

namespace purkinje::models {

NetworkInfo beat_cnn_lstm_info() {
  using enum OptionKind;
  NetworkInfo info;
  info.name = "beat_cnn_lstm";
  info.title = "pairs of convolutions with pooling, an LSTM in both directions, its last states or attention";
  info.source =
      "S2: CNN, attention and residual networks with GAN augmentation on MIT-BIH (arXiv 2602.17701)";
  const BeatCnnLstmOptions defaults;
  info.options = convolution_pair_options(defaults.channels, defaults.kernels);
  info.options.push_back({.name = "hidden",
                          .kind = integer,
                          .default_value = defaults.hidden,
                          .help = "size of the LSTM's state in each direction",
                          .min = 1,
                          .max = kLargestState});
  info.options.push_back({.name = "readout",
                          .kind = text,
                          .default_value = "last_states",
                          .help = "last_states: of both directions; attention: weighted sum over the steps",
                          .choices = {"last_states", "attention"}});
  info.options.push_back(dropout_option(defaults.dropout));
  info.check = [](const Json& resolved) { BeatCnnLstmOptions::from_json(resolved); };
  info.check_length = [](const Json& resolved, int64_t length) {
    require_length_for_poolings(length, resolved.at("channels").size());
  };
  info.parts = [](const Json& resolved) {
    auto parts = numbered_pairs(resolved.at("channels").size());
    parts.insert(parts.end(), {"lstm", "dropout", "output"});
    if (resolved.at("readout") == "attention") add_part(parts, "attention", time_attention_parts());
    return parts;
  };
  return info;
}

BeatCnnLstmOptions BeatCnnLstmOptions::from_json(const Json& resolved) {
  BeatCnnLstmOptions options;
  read_convolution_pairs(resolved, options.channels, options.kernels);
  options.hidden = resolved.at("hidden");
  options.readout = resolved.at("readout") == "attention" ? Readout::attention : Readout::last_states;
  options.dropout = resolved.at("dropout");
  return options;
}

}  // namespace purkinje::models
