// The command line: one function a subcommand, each in a file of its own name. A function declares its
// options and sets a callback that writes the exit code; errors are thrown (base/error.h) and turned into
// sentences by main.cpp.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace purkinje::orchestrator {

void add_plan(CLI::App& app, int& exit_code);
void add_run(CLI::App& app, int& exit_code);
void add_status(CLI::App& app, int& exit_code);
void add_query(CLI::App& app, int& exit_code);
void add_show(CLI::App& app, int& exit_code);
void add_report(CLI::App& app, int& exit_code);
void add_data(CLI::App& app, int& exit_code);
void add_models(CLI::App& app, int& exit_code);
void add_db(CLI::App& app, int& exit_code);

// --data, of every command that reads ECG databases.
inline void add_data_option(CLI::App& command, std::string& data) {
  command.add_option("--data", data, "Folder of the databases; default PURKINJE_DATA, else ../shared/data");
}

// --data and --cache, of every command that asks for prepared sets.
inline void add_folder_options(CLI::App& command, std::string& data, std::string& cache) {
  command.add_option(
      "--cache", cache,
      "Folder of prepared sets; default PURKINJE_CACHE/prepared, else ~/.cache/purkinje/prepared");
  add_data_option(command, data);
}

}  // namespace purkinje::orchestrator
