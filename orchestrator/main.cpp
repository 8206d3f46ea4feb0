// The command line's entry: parses, runs one subcommand, turns exceptions into one sentence and an exit code.
#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <iostream>
#include <new>

#include "base/error.h"
#include "orchestrator/commands/commands.h"

namespace {

constexpr int kWrongInput = 2;

int complain(const std::string& text) {
  std::cerr << "purkinje: " << text << std::endl;
  return kWrongInput;
}

// The command that the words lead to: "data", then "data list".
const CLI::App& deepest(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

std::string full_name(const CLI::App& command) {
  return command.get_parent() ? full_name(*command.get_parent()) + " " + command.get_name() : "purkinje";
}

// What nobody expected, with the nearest name that there is; empty where every word was understood.
std::string misspelt(const CLI::App& app) {
  const auto extras = app.remaining(true);
  if (extras.empty()) return "";
  const auto& command = deepest(app);
  std::vector<std::string> names;
  for (const auto& word : extras) {
    if (!word.starts_with("-")) continue;
    for (const auto* option : command.get_options())
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    const auto name = word.substr(0, word.find('='));
    return fmt::format("{} has no option '{}'{}", full_name(command), name,
                       purkinje::suggestion(name, names));
  }
  for (const auto* sub : command.get_subcommands({})) names.push_back(sub->get_name());
  if (names.empty()) return fmt::format("{} takes no argument '{}'", full_name(command), extras.front());
  return fmt::format("{} has no command '{}'{}", full_name(command), extras.front(),
                     purkinje::suggestion(extras.front(), names));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace purkinje;
  CLI::App app{"Purkinje: from one YAML file to the paper's tables", "purkinje"};
  app.set_version_flag("--version", PURKINJE_VERSION);
  app.require_subcommand(1);
  int exit_code = 0;
  for (const auto add : {orchestrator::add_plan, orchestrator::add_run, orchestrator::add_status,
                         orchestrator::add_query, orchestrator::add_show, orchestrator::add_report,
                         orchestrator::add_data, orchestrator::add_models, orchestrator::add_db})
    add(app, exit_code);
  try {
    app.parse(argc, argv);
    return exit_code;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
    const auto unknown = misspelt(app);
    return complain(
        fmt::format("{} (see {} --help)", unknown.empty() ? error.what() : unknown, full_name(deepest(app))));
  } catch (const InputError& error) {
    return complain(error.what());
  } catch (const EnvironmentError& error) {
    return complain(error.what());
  } catch (const std::bad_alloc&) {
    return complain("there is not enough memory for what was asked");
  } catch (const std::filesystem::filesystem_error& error) {
    return complain(fmt::format("{}: {}", error.path1().string(), error.code().message()));
  } catch (const std::exception& error) {
    return complain(fmt::format("internal error: {}", error.what()));
  }
}
