#include "models/recurrent_options.h"

namespace purkinje::models {

NetworkInfo recurrent_info() {
  using enum OptionKind;
  const RecurrentOptions defaults;
  NetworkInfo info;
  info.name = "recurrent";
  info.title = "recurrent layers on the signal, a dense layer on their last state";
  info.source = "S3: baselines GRU and LSTM of CNN-TE (Ford and Lan)";
  info.options = {
      recurrent_cell_option(),
      {.name = "layers",
       .kind = integer,
       .default_value = defaults.layers,
       .help = "recurrent layers",
       .min = 1},
      {.name = "hidden",
       .kind = integer,
       .default_value = defaults.hidden,
       .help = "size of their states",
       .min = 1},
      {.name = "pool",
       .kind = integer,
       .default_value = defaults.pool,
       .help = "samples averaged into one step beforehand; 1: none",
       .min = 1},
  };
  return info;
}

RecurrentOptions RecurrentOptions::from_json(const Json& resolved) {
  RecurrentOptions options;
  options.cell = recurrent_cell_from(resolved);
  options.layers = resolved.at("layers");
  options.hidden = resolved.at("hidden");
  options.pool = resolved.at("pool");
  return options;
}

}  // namespace purkinje::models
