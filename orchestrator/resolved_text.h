// What a revision stores of an experiment: everything that was resolved, and the blocks as they were written.
#pragma once

#include <string>
#include <vector>

#include "base/config.h"
#include "base/json.h"
#include "orchestrator/experiment.h"

namespace purkinje::orchestrator {

// Blocks that the experiment itself does not keep, resolved.
struct ResolvedBlocks {
  Json evaluation, keep;
  Json report;                         // null: as it is written
  std::vector<std::string> overrides;  // of --set
};

// `file`: with profile and overrides applied.
Json resolved_text(const Experiment& experiment, const Config& file, const ResolvedBlocks& blocks);

}  // namespace purkinje::orchestrator
