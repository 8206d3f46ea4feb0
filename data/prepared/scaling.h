// Mean and standard deviation of each lead over the training part, and their application to a batch.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/prepared/prepared.h"

namespace purkinje::data {

struct LeadScaling {
  std::vector<double> mean, sd;  // one a lead, in the unit of the samples; sd 1 where a lead is flat
};

// Over all samples of `train`, in double precision and in ascending order of the samples, so that the same
// part gives the same bits. Throws InputError for an empty part.
LeadScaling fit_lead_scaling(const PreparedSet& set, std::span<const uint32_t> train);

// (x - mean) / sd of one sample or several in a row, [.., leads, length], in place.
void apply(const LeadScaling& scaling, int64_t length, std::span<float> signals);

}  // namespace purkinje::data
