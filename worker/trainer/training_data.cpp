#include "worker/trainer/training_data.h"

#include <fmt/format.h>

#include "base/error.h"
#include "data/prepared/scaling.h"

namespace purkinje::trainer {

TrainingData training_data(const worker::TrainingJob& job, const TrainingOptions& options,
                           const torch::Device& device) {
  auto set = std::make_unique<data::PreparedSet>(data::PreparedSet::open(job.data_folder));
  if (set->manifest().fingerprint != job.data_fingerprint)
    throw InputError(
        fmt::format("{} holds another data set (fingerprint {}) than this job was planned for ({})",
                    job.data_folder, set->manifest().fingerprint, job.data_fingerprint));
  auto split = data::make_split(job.protocol, set->manifest(), job.seed, job.fold);
  std::optional<data::LeadScaling> scaling;
  if (options.scale_leads) scaling = data::fit_lead_scaling(*set, split.train);
  BatchSource source(*set, job.classes, std::move(scaling), device);
  return {std::move(set), std::move(split), std::move(source)};
}

RegionFactors region_factors_of(const TrainingOptions& options) {
  return {options.region_factors, options.weight_smoothing};
}

}  // namespace purkinje::trainer
