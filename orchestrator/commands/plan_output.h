// An experiment's overview as `purkinje plan` shows it.
#pragma once

#include "base/json.h"
#include "orchestrator/commands/plan_overview.h"

namespace purkinje::orchestrator {

// For people, on standard output: data, variants, jobs, notes, what is done, what the rest costs.
void print_plan(const PlanOverview& overview, const PlanOptions& options);

// For programs, with every job.
Json plan_json(const PlanOverview& overview);

}  // namespace purkinje::orchestrator
