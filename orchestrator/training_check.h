// What a `training:` block asks that the rest of its variant or artefact cannot give: known from the file, so
// said before anything starts. The trainer checks the same once more.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/experiment.h"

namespace purkinje::orchestrator {

// A sentence about one option of `training`; `key` is the option's name.
struct TrainingProblem {
  std::string key, sentence;
};

// `training`, `data` and `protocol` as resolved; blocks with keys missing are not judged by them.
std::vector<TrainingProblem> training_problems(const Json& training, const Json& data, const Json& protocol);

}  // namespace purkinje::orchestrator
