// Derived jobs: results computed from stored predictions of other jobs, on a thread of a worker.
#pragma once

#include "worker/derived_request.h"
#include "worker/messages.h"

namespace purkinje::worker {

// "pool": the members of each stage put together and evaluated; no predictions of its own. "ensemble": the
// members combined (metrics/ensembles.h); its scores are predictions with link identity, and the weights of
// the members stand in the environment. Throws InputError or std::invalid_argument where the request cannot
// be computed.
JobResult compute_derived(const StartDerived& start, const DerivedRequest& request);

}  // namespace purkinje::worker
