// A prepared set of a few constant signals and a job on it, for tests of what stands around the trainer.
#pragma once

#include <filesystem>

#include "data/prepared/prepared.h"
#include "worker/job.h"

namespace purkinje {

// 24 samples, 2 leads, 4 time steps, class "MI" in every third one.
data::Manifest small_manifest();
void write_small_set(const std::filesystem::path& folder);
worker::TrainingJob small_job(const std::filesystem::path& set, uint64_t seed, int fold);

}  // namespace purkinje
