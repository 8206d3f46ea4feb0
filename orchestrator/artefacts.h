// `artefacts:` of an experiment: products that are made once and that variants name in their training.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/config.h"
#include "orchestrator/experiment.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {

// All that are declared, in the order of the file. An entry without a value is left out, so that a profile
// can take one away. Wrong: a name that is none, a procedure that makes no product, two with the same
// settings.
std::vector<Artefact> read_artefacts(const Config& experiment, const Tables& tables, Problems& problems);

// The one of this name, which the experiment keeps.
const Artefact& artefact_named(const Experiment& experiment, const std::string& name);

// A place in the settings of a training that names an artefact.
struct ArtefactUse {
  std::string role;  // as worker::ArtefactInput has it
  std::string name;  // of the artefact
};
// What a resolved `training:` block names, synthetic samples first.
std::vector<ArtefactUse> artefact_uses(const Json& training);

// Where a use stands in the file.
struct PlacedUse {
  ArtefactUse use;
  Place place;
};
// Wrong: a name that is not declared (with the nearest), one that is named twice, a procedure that does not
// fit the role, two generators of one class.
void check_artefact_uses(const std::vector<PlacedUse>& uses, const std::vector<Artefact>& declared,
                         Problems& problems);

// With which seed and on which split an artefact is made for a job of this protocol and seed. One with a seed
// of its own has the split of its user all the same: nothing of the user's test part may reach it.
std::pair<uint64_t, Json> seed_and_protocol(const Artefact& artefact, const Json& protocol, uint64_t seed);

}  // namespace purkinje::orchestrator
