// `purkinje data synth`: synthetic records as files.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/error.h"
#include "data/synthetic/synthetic.h"
#include "orchestrator/commands/data_commands.h"
#include "orchestrator/commands/synthetic_files.h"
#include "orchestrator/progress_bar.h"

namespace purkinje::orchestrator {
namespace {

struct SynthOptions {
  std::string out, name;
  std::map<std::string, std::string> given;  // option of the generator -> text
};

int synth(const SynthOptions& options) {
  std::filesystem::path dir = std::filesystem::path(options.out).lexically_normal();
  if (!dir.has_filename()) dir = dir.parent_path();
  const std::string name = options.name.empty() ? dir.filename().string() : options.name;
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
    throw InputError("the set's name cannot be '" + name + "'; give one with --name");

  std::string yaml;
  for (const Option& option : data::synthetic_options()) {
    const auto text = options.given.find(option.name);
    if (text == options.given.end() || text->second.empty()) continue;
    const bool list = option.kind == OptionKind::texts || option.kind == OptionKind::reals ||
                      option.kind == OptionKind::integers;
    yaml += option.name + ": " +
            (list && text->second.front() != '[' ? "[" + text->second + "]" : text->second) + "\n";
  }
  Problems problems;
  const Config config = Config::parse(yaml.empty() ? "{}" : yaml, "command line");
  Json resolved = resolve_options(data::synthetic_options(), &config, config.place(), problems);
  problems.throw_if_any();
  // The default shares belong to the default conditions; for others, equal ones.
  const auto asked = [&](const char* option) {
    const auto text = options.given.find(option);
    return text != options.given.end() && !text->second.empty();
  };
  if (asked("conditions") && !asked("shares"))
    resolved["shares"] = Json(std::vector<double>(resolved["conditions"].size(), 1.0));

  ProgressBar bar("synth " + name);
  const auto descriptor =
      write_synthetic_set(dir, name, resolved, [&](size_t done, size_t total) { bar.update(done, total); });
  bar.finish();
  fmt::print("{}\n", descriptor.string());
  return 0;
}

}  // namespace

void add_data_synth(CLI::App& data, int& exit_code) {
  auto options = std::make_shared<SynthOptions>();
  CLI::App* command = data.add_subcommand(
      "synth", "Write synthetic 12-lead records as WFDB files, with labels and descriptor");
  command->add_option("--out", options->out, "A new or empty folder")->required();
  command->add_option("--name", options->name, "The set's name; default the folder's");
  for (const Option& option : data::synthetic_options()) {
    std::string flag = option.name;
    std::replace(flag.begin(), flag.end(), '_', '-');
    command->add_option(
        "--" + flag, options->given[option.name],
        option.help +
            (option.default_value.is_null() ? "" : " (default " + option.default_value.dump() + ")"));
  }
  command->callback([options, &exit_code] { exit_code = synth(*options); });
}

}  // namespace purkinje::orchestrator
