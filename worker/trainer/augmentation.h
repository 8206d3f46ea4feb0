// How rare classes of the training part are filled up, or replaced by generated samples. Only the list of
// samples to draw from changes; nothing here knows of validation or test.
#pragma once

#include <cstdint>
#include <vector>

#include "worker/job.h"
#include "worker/trainer/batches.h"
#include "worker/trainer/options.h"

namespace purkinje::trainer {

// How many samples of each class are missing until it has `share` of the largest class (rounded up). Of a
// binary task the negatives are a class too, which is never filled up.
std::vector<size_t> missing_samples(const LabelTable& table, double share);

// The training part and what is added to it. duplication: the samples of a rare class once more and again, as
// evenly as it goes, those of the last round drawn by the key (seed, fold, "duplication", class). synthetic:
// the first so many of the artefacts' samples, which `source` gets. synthetic_only: the real samples of the
// artefacts' classes are left out, and the artefacts' first so many take their place. Throws InputError for
// multi-label tasks (a sample would fill up all its classes), a rare class without any sample to repeat, and
// artefacts that do not fit or do not suffice.
std::vector<uint32_t> augmented(const std::vector<uint32_t>& train, const TrainingOptions& options,
                                const worker::TrainingJob& job, BatchSource& source);

}  // namespace purkinje::trainer
