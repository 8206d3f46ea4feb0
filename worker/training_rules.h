// Rules about training that the experiment obeys before anything starts and the trainer once more.
#pragma once

#include <string>
#include <vector>

#include "metrics/evaluation.h"

namespace purkinje::worker {

// Why a loss (of training_options()) cannot train a task; empty where it can.
std::string loss_problem(const std::string& loss, metrics::Task task);

// Why a training with samples of artefacts takes no wave_weights.
inline constexpr const char* kNoRegionsToWeigh =
    "synthetic samples have no regions, so they cannot be weighed: use wave_weights: none";

// How many samples each class lacks of `share` of the largest class (S2's augmentation). `positives` and
// `negatives`: one number a class; a single class, of a binary task, is measured against its negatives too.
std::vector<size_t> missing_samples(const std::vector<size_t>& positives,
                                    const std::vector<size_t>& negatives, double share);

// How many samples a generator of the class `column` stores: those that the class lacks of `share` of the
// largest one, and no fewer than `at_least` for each real one.
size_t generated_samples(const std::vector<size_t>& positives, const std::vector<size_t>& negatives,
                         size_t column, double share, double at_least);

}  // namespace purkinje::worker
