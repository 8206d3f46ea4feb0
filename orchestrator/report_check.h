// What the tables of a report ask for and no job of the experiment computes: it would only be met as a
// missing number, after everything has run.
#pragma once

#include <functional>
#include <string>

#include "base/error.h"
#include "orchestrator/experiment.h"

namespace purkinje::orchestrator {

// `report`: as the revision keeps it. Stages that no training has, threshold rules that are not evaluated, a
// validation part where the protocol has none, metrics of regions where the data has none, other data sets
// that a row has no predictions of, thresholds and prevalences of no class. `where` says where a dotted path
// stands in the file.
void check_report(const Json& report, const Experiment& experiment,
                  const std::function<Place(const std::string& path)>& where, Problems& problems);

// The figures of the same `report`: stages that their variant lacks, ensembles, no examples that are kept.
void check_figures(const Json& report, const Experiment& experiment,
                   const std::function<Place(const std::string& path)>& where, Problems& problems);

}  // namespace purkinje::orchestrator
