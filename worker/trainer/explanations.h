// What a trained network shows of its reasons: attention, weight tracks and Grad-CAM of example records, and
// the sums of these inside the regions of the ECG.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/prepared/splits.h"
#include "models/network.h"
#include "worker/job.h"
#include "worker/trainer/batches.h"

namespace purkinje::trainer {

// Those of `samples` that the job names by record ("mitdb/100", or one window of it, "mitdb/100@3600") and
// the first traces_per_class of each class (of a binary task: of the positives and of the negatives),
// ascending.
std::vector<uint32_t> samples_to_trace(const worker::TrainingJob& job, const BatchSource& source,
                                       std::span<const uint32_t> samples);

// Those alone that the job names.
std::vector<uint32_t> samples_named(const worker::TrainingJob& job, const BatchSource& source,
                                    std::span<const uint32_t> samples);

// One trace of each kind that the network has, for each sample.
std::vector<worker::Trace> traces_of(models::Network& network, const worker::TrainingJob& job,
                                     const BatchSource& source, std::span<const uint32_t> samples,
                                     const std::string& stage);

// Sums of attention and track over every part that is judged, and of Grad-CAM over all but validation;
// nothing for a set without regions. `go_on` is asked between batches; no value where it says no.
std::optional<std::vector<worker::PartRegionSums>> region_sums(models::Network& network,
                                                               const BatchSource& source,
                                                               const data::Split& split,
                                                               const std::string& stage,
                                                               const std::function<bool()>& go_on);

// [batch, steps] -> [batch, length]: each step's weight shared out evenly among the time steps that are
// nearest to it, so that the sum stays. As it is where there are as many steps as time steps.
torch::Tensor spread_over_signal(const torch::Tensor& steps, const models::MapGeometry& geometry,
                                 int64_t length);

}  // namespace purkinje::trainer
