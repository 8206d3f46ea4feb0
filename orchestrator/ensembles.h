// `ensembles:` of an experiment: rows of a table that combine the predictions of variants, without training.
#pragma once

#include <vector>

#include "base/config.h"
#include "orchestrator/experiment.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {

// The options of one entry.
OptionTable ensemble_options(const Tables& tables);

// All that are declared, in the order of the file, each member that is a pattern with * replaced by the
// variants it fits. An entry without a value is left out, so that a profile can take one away. Wrong: a name
// that a variant has, members that do not exist (with the nearest) or do not predict the same samples, fewer
// than two of them, a method that looks at the validation part where the protocol has none.
std::vector<Ensemble> read_ensembles(const Config& experiment, const std::vector<Variant>& variants,
                                     const Tables& tables, Problems& problems);

}  // namespace purkinje::orchestrator
