// What a job is known by: a hash of what determines its result and of nothing else (DESIGN: Identity).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "orchestrator/experiment.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {

// Keys sorted, no spaces, whole numbers without a point (1.0 is 1), other numbers in the shortest form that
// reads back to the same double. Throws std::invalid_argument for NaN and infinity.
std::string canonical_text(const Json& value);

// The first 32 hexadecimal digits of the SHA-256 of the canonical text.
std::string identity_hash(const Json& identity);

// The identity of training one network on one fold with one seed. Options at their default are left out, so
// that a new option changes no old identity. Never in it: names and titles, report, paper, evaluation,
// resources, paths.
Json training_identity(const Variant& variant, metrics::Task task, const std::vector<std::string>& classes,
                       const std::string& data_fingerprint, uint64_t seed, int fold, const Tables& tables);

// The identity of a job that is computed from other jobs' predictions alone; the order of the needs does not
// matter.
Json derived_identity(const std::string& procedure, int version, std::vector<std::string> needs);

// The identity of a split: equal for two seeds where the protocol fixes the split, and for every network.
Json split_identity(const Json& protocol, const std::string& data_fingerprint, uint64_t seed, int fold,
                    const Tables& tables);

// The identity of an experiment's resolved text: the revision's digest, 64 hexadecimal digits.
std::string revision_digest(const Experiment& experiment);

// How many folds a variant's protocol has; 1 where it has none.
int folds_of(const Variant& variant);

// The name of a task in experiments, identities and the database.
std::string task_name(metrics::Task task);

Json to_json(const Resources& resources);

}  // namespace purkinje::orchestrator
