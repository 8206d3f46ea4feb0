// What a `training:` block asks that the rest of its variant or artefact cannot give: known from the file, so
// said before anything starts. The trainer checks the same once more.
#pragma once

#include <string>
#include <vector>

#include "models/registry.h"
#include "orchestrator/experiment.h"

namespace purkinje::orchestrator {

// A sentence about one setting; `path` is its dotted path below the variant or artefact ("training.loss").
struct SettingProblem {
  std::string path, sentence;
};

// `training`, `data` and `protocol` as resolved; blocks with keys missing are not judged by them.
std::vector<SettingProblem> training_problems(const Json& training, const Json& data, const Json& protocol);

// What the network cannot be: options that contradict each other, parts to freeze or to fill that it has not,
// weights that its track cannot reach.
std::vector<SettingProblem> network_problems(const models::NetworkInfo& network, const Json& options,
                                             const Json& training);

// What only the length of the signal tells, in samples a lead.
std::vector<SettingProblem> length_problems(const models::NetworkInfo& network, const Json& options,
                                            const Json& training, int64_t length);

// Why an artefact cannot do what its user wants of it: weights of another network than the part they are for,
// fewer samples than are to be filled in. The path is below the user.
std::vector<SettingProblem> use_problems(const Variant& user, const models::NetworkInfo& network,
                                         const Artefact& artefact,
                                         const std::vector<models::NetworkInfo>& networks);

}  // namespace purkinje::orchestrator
