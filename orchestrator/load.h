// Loading an experiment with given tables: what load_experiment() does with those of the program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/experiment.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {

// As load_experiment() in orchestrator/experiment.h.
Experiment load_experiment_with(const Tables& tables, const std::filesystem::path& file,
                                const std::string& profile, const std::vector<std::string>& overrides);

// The same for text; `name` stands in for the file in messages.
Experiment parse_experiment_with(const Tables& tables, const std::string& text, const std::string& name,
                                 const std::string& profile, const std::vector<std::string>& overrides);

}  // namespace purkinje::orchestrator
