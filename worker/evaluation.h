// A finished training made into a result: predictions scored against the labels of the prepared set.
#pragma once

#include <string>
#include <vector>

#include "data/prepared/prepared.h"
#include "worker/messages.h"

namespace purkinje::worker {

// Scores with their truth for one part: link(raw) beside the labels of the task's classes. Throws InputError
// where a prediction names a sample or class the set does not have.
metrics::Scores scores_of(const Predictions& predictions, const std::vector<std::string>& classes,
                          const data::Manifest& manifest);

// Evaluates every part of a trainer's result; thresholds of each stage are chosen on its validation part and
// on the part itself, which an external part never is. Adds the signal to example traces. The result of an
// artefact job passes as it is: it has no predictions.
JobResult evaluate_training(const StartTraining& start, TrainerResult&& trained, double train_seconds,
                            const data::PreparedSet& set);

// The means inside the regions of the ECG, as metrics of the evaluation of the same stage and part. Throws
// InputError where there is none, std::invalid_argument for an unknown kind of weight.
void add_region_values(const PartRegionSums& of_part, std::vector<PartEvaluation>& evaluations);

// Throws std::invalid_argument for an unknown rule.
std::vector<metrics::ThresholdRule> rules_of(const std::vector<std::string>& names);

}  // namespace purkinje::worker
