// `purkinje plan`: what an experiment would run, what is done already, and what the rest would cost.
#include <fmt/format.h>

#include <memory>

#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/plan_output.h"
#include "orchestrator/commands/plan_overview.h"

namespace purkinje::orchestrator {

void add_plan(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("plan", "What an experiment would run, what is done already, what is left");
  const auto options = std::make_shared<PlanOptions>();
  command->add_option("experiment", options->experiment, "the experiment's YAML file")->required();
  command->add_option("--profile", options->profile,
                      "a profile of the file (default: full, the file itself)");
  command->add_option("--set", options->overrides, "override a setting: training.epochs=3")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--db", options->db, "count what is done in this database");
  add_folder_options(*command, options->data, options->cache);
  command->add_flag("--json", options->json, "as JSON, with every job");
  command->callback([options, &exit_code] {
    const auto overview = overview_of(*options);
    if (options->json)
      fmt::print("{}\n", plan_json(overview).dump(2));
    else
      print_plan(overview, *options);
    exit_code = 0;
  });
}

}  // namespace purkinje::orchestrator
