// What a job is known by: a hash of what determines its result and of nothing else (DESIGN: Identity).
#pragma once

#include <map>
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

// The ids of artefact jobs by the names that the experiment has for them.
using ArtefactIds = std::map<std::string, std::string>;

// The identity of training one network on one fold with one seed. Options at their default are left out, so
// that a new option changes no old identity; artefacts stand in it by their ids, those of one role in any
// order. Never in it: names and titles, report, paper, evaluation, resources, paths. Throws
// std::invalid_argument for an artefact that has no id.
Json training_identity(const Variant& variant, metrics::Task task, const std::vector<std::string>& classes,
                       const std::string& data_fingerprint, uint64_t seed, int fold, const Tables& tables,
                       const ArtefactIds& artefacts = {});

// The identity of an artefact that is made with this protocol, seed and fold. It has no task: nothing of what
// it learns is a decision between classes. The classes are in it, because a generator learns the samples of
// one and because splits are stratified by them.
Json artefact_identity(const Artefact& artefact, const Json& protocol,
                       const std::vector<std::string>& classes, const std::string& data_fingerprint,
                       uint64_t seed, int fold, const Tables& tables);

// The identity of a job that is computed from other jobs' predictions alone; the order of the needs does not
// matter. `options` (null: none) say how, those at their default left out.
Json derived_identity(const std::string& procedure, int version, std::vector<std::string> needs,
                      const Json& options = nullptr);

// The method of an ensemble and its options that are not at their default.
Json ensemble_identity_options(const Ensemble& ensemble, const Tables& tables);

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
