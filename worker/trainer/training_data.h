// What a job learns from and is judged on: the prepared set, its split, the batches.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "data/prepared/prepared.h"
#include "data/prepared/splits.h"
#include "worker/job.h"
#include "worker/trainer/batches.h"
#include "worker/trainer/options.h"

namespace purkinje::trainer {

struct TrainingData {
  std::unique_ptr<data::PreparedSet> set;  // where `source` points to
  data::Split split;                       // real samples only
  BatchSource source;                      // scaled by statistics of split.train alone
};

// Throws InputError for a folder without the job's prepared set and for a split that cannot be made.
TrainingData training_data(const worker::TrainingJob& job, const TrainingOptions& options,
                           const torch::Device& device);

RegionFactors region_factors_of(const TrainingOptions& options);

}  // namespace purkinje::trainer
