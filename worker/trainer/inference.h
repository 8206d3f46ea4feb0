// A network applied to a part of the data, in evaluation mode and without gradients.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/evaluation.h"
#include "models/network.h"
#include "worker/job.h"
#include "worker/trainer/batches.h"

namespace purkinje::trainer {

// Samples that are looked at together where nothing is learnt: few enough that a batch's largest tensor stays
// near the processor.
constexpr size_t kInferenceBatch = 32;

// Raw outputs of `samples`, row-major [samples, outputs]. `go_on` is asked between batches; nothing comes
// back where it says no. The network is left in evaluation mode.
std::optional<std::vector<float>> raw_outputs(models::Network& network, const BatchSource& source,
                                              std::span<const uint32_t> samples,
                                              const std::function<bool()>& go_on);

// Raw outputs with their truth, as metrics/ takes them.
metrics::Scores scores_of(const BatchSource& source, std::span<const uint32_t> samples,
                          const std::vector<float>& raw, metrics::Link link);

}  // namespace purkinje::trainer
