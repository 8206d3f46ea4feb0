#include "models/recurrent_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/limits.h"
#include "models/part_names.h"

namespace purkinje::models {

void require_length_for_pool(int64_t length, int64_t pool) {
  if (length < pool)
    throw InputError(Place{"", 0, "pool"},
                     fmt::format("a signal of {} samples has no {} to average", length, pool));
}

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
       .min = 1,
       .max = kMostLayers},
      {.name = "hidden",
       .kind = integer,
       .default_value = defaults.hidden,
       .help = "size of their states",
       .min = 1,
       .max = kLargestState},
      {.name = "pool",
       .kind = integer,
       .default_value = defaults.pool,
       .help = "samples averaged into one step beforehand; 1: none",
       .min = 1,
       .max = 1e6},
  };
  info.check_length = [](const Json& resolved, int64_t length) {
    require_length_for_pool(length, resolved.at("pool"));
  };
  info.parts = [](const Json& resolved) {
    PartNames parts = {"output"};
    add_part(parts, "recurrent", recurrent_stack_parts(resolved.at("layers")));
    return parts;
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
