// What the rest of a plan would cost, judged by what its finished jobs took.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "orchestrator/plan.h"

namespace purkinje::orchestrator {

// Seconds to train what is pending, one job after the other: each as long as the finished jobs of its variant
// or artefact in the mean, or as those of all where none of its own has finished. Nothing where none has at
// all. `states` and `train_seconds` are by job id, of those a database knows.
std::optional<double> seconds_left(const Plan& plan, const std::map<std::string, std::string>& states,
                                   const std::map<std::string, double>& train_seconds);

}  // namespace purkinje::orchestrator
