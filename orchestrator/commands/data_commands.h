// The verbs of `purkinje data`, one file each.
#pragma once

#include <CLI/CLI.hpp>

namespace purkinje::orchestrator {

void add_data_list(CLI::App& data, int& exit_code);
void add_data_prepare(CLI::App& data, int& exit_code);
void add_data_inspect(CLI::App& data, int& exit_code);
void add_data_synth(CLI::App& data, int& exit_code);
void add_data_delineate(CLI::App& data, int& exit_code);

}  // namespace purkinje::orchestrator
