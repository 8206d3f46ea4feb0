// What a derived job is computed from, gathered from the database.
#pragma once

#include <string>
#include <vector>

#include "db/reader.h"
#include "orchestrator/plan.h"
#include "worker/derived_request.h"

namespace purkinje::orchestrator {

// The stored predictions of the jobs that a derived job needs. A pool has every stage of which they have
// predictions. An ensemble has, of each member, the stage that the plan names, or the last one. Throws
// InputError where a need lacks what is asked, and where the members of an ensemble do not have the same
// samples.
worker::DerivedRequest gather_derived_request(const db::Reader& reader, const PlannedJob& job,
                                              const std::vector<metrics::ThresholdRule>& rules);

}  // namespace purkinje::orchestrator
