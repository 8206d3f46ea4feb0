#include "orchestrator/result_options.h"

namespace purkinje::orchestrator {

const OptionTable& evaluation_options() {
  static const OptionTable kTable{{.name = "thresholds",
                                   .kind = OptionKind::texts,
                                   .default_value = Json::array({"fixed_0.5"}),
                                   .help = "rules that choose a threshold"}};
  return kTable;
}

const OptionTable& keep_options() {
  static const OptionTable kTable{
      {.name = "weights",
       .kind = OptionKind::text,
       .default_value = "none",
       .help = "final weights to keep",
       .choices = {"none", "last", "best"}},
      {.name = "traces",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "records whose attention weights are kept; one window of a record is record@start"},
      {.name = "traces_per_class",
       .kind = OptionKind::integer,
       .default_value = 0,
       .help = "so many test samples of each class as well, the first in the set's order",
       .min = 0,
       .max = 1000},
  };
  return kTable;
}

}  // namespace purkinje::orchestrator
