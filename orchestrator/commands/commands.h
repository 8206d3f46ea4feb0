// The command line: one function a subcommand, each in a file of its own name. A function declares its
// options and sets a callback that writes the exit code; errors are thrown (base/error.h) and turned into
// sentences by main.cpp.
#pragma once

#include <CLI/CLI.hpp>

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

}  // namespace purkinje::orchestrator
