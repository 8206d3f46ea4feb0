// The command line's entry: parses, runs one subcommand, turns exceptions into one sentence and an exit code.
#include <fmt/format.h>

#include <exception>
#include <iostream>

#include "base/error.h"
#include "orchestrator/commands/commands.h"

namespace {

constexpr int kWrongInput = 2;

int complain(const std::string& text) {
  std::cerr << "purkinje: " << text << std::endl;
  return kWrongInput;
}

// The subcommand nearest to a misspelt one.
std::string misspelt(const CLI::App& app, const std::vector<std::string>& extras) {
  std::vector<std::string> names;
  for (const auto* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  return extras.empty() ? "" : purkinje::suggestion(extras.front(), names);
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
  } catch (const CLI::ExtrasError& error) {
    return complain(fmt::format("{}{}", error.what(), misspelt(app, app.remaining())));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
    const std::string extra = argc > 1 && app.get_subcommands().empty() ? misspelt(app, {argv[1]}) : "";
    return complain(fmt::format("{}{} (see purkinje --help)", error.what(), extra));
  } catch (const InputError& error) {
    return complain(error.what());
  } catch (const EnvironmentError& error) {
    return complain(error.what());
  } catch (const std::exception& error) {
    return complain(fmt::format("internal error: {}", error.what()));
  }
}
