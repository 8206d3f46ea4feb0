// `purkinje data`: what there is, build the cache, look at a record, make one, judge the delineation.
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/data_commands.h"

namespace purkinje::orchestrator {

void add_data(CLI::App& app, int& exit_code) {
  CLI::App* data = app.add_subcommand(
      "data", "Data sets: list, prepare, inspect a record, make synthetic ones, judge the delineation");
  data->require_subcommand(1);
  add_data_list(*data, exit_code);
  add_data_prepare(*data, exit_code);
  add_data_inspect(*data, exit_code);
  add_data_synth(*data, exit_code);
  add_data_delineate(*data, exit_code);
}

}  // namespace purkinje::orchestrator
