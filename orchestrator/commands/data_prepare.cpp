// `purkinje data prepare`: builds the prepared sets of an experiment before a sweep asks for them.
#include <fmt/format.h>

#include <memory>
#include <set>

#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/data_commands.h"
#include "orchestrator/experiment.h"
#include "orchestrator/preparation.h"

namespace purkinje::orchestrator {
namespace {

struct PrepareOptions {
  std::string experiment, profile, cache, root;
  std::vector<std::string> overrides;
};

int prepare(const PrepareOptions& options) {
  const Experiment experiment = load_experiment(options.experiment, options.profile, options.overrides);
  const PreparedLookup prepared = preparing_lookup(options.root, options.cache);
  std::set<std::string> done;
  for (const Variant& variant : experiment.variants) {
    if (!done.insert(variant.data.dump()).second) continue;
    const auto [folder, manifest] = prepared(variant.data);
    fmt::print("{}: {} samples, {} leads, {} Hz, {} samples a lead, fingerprint {}\n{}\n", manifest.data_set,
               manifest.own_size(), manifest.leads.size(), manifest.sample_rate_hz, manifest.length,
               manifest.fingerprint.substr(0, 12), folder);
    for (const auto& part : manifest.external)
      fmt::print("External part {}: {} samples of {}\n", part.name, part.size, part.data_set);
    if (!manifest.stand_in.empty()) fmt::print("Stand-in data: {}\n", manifest.stand_in);
  }
  return 0;
}

}  // namespace

void add_data_prepare(CLI::App& data, int& exit_code) {
  auto options = std::make_shared<PrepareOptions>();
  CLI::App* command = data.add_subcommand("prepare", "Build the prepared sets an experiment needs");
  command->add_option("experiment", options->experiment, "The experiment's YAML file")->required();
  command->add_option("--profile", options->profile, "A profile of the experiment");
  command->add_option("--set", options->overrides, "key=value, laid over the experiment");
  add_folder_options(*command, options->root, options->cache);
  command->callback([options, &exit_code] { exit_code = prepare(*options); });
}

}  // namespace purkinje::orchestrator
