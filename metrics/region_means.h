// How a weight over time (attention, Grad-CAM) is spread over the waves of an ECG: from sums inside the
// regions to metrics.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/evaluation.h"

namespace purkinje::metrics {

struct MetricInfo;

inline constexpr std::array<const char*, 4> kRegions{"baseline", "p", "qrs", "t"};

// Of every sample and region, in the order of kRegions; the regions of a sample share out all its time steps.
struct RegionSums {
  size_t samples = 0;
  std::vector<double> sum;     // [samples, 4] sum of the weights at the region's time steps
  std::vector<int32_t> steps;  // [samples, 4] how many time steps the region has
};

// The kinds of weight that find_metric() has labels for: "attention", "grad_cam", "weight_track".
const std::vector<std::string>& region_kinds();

// The kind under which weights of this name, as trainers send and databases keep them, are measured: "track"
// is "weight_track", every other name stays.
std::string region_kind_of(const std::string& weights);

// Name, label and definition of every value that region_values() can give, for find_metric().
const std::vector<MetricInfo>& region_metrics();

// Twelve values without class or threshold, "attention_share_qrs" for example. For each region
//   KIND_share_REGION  the region's part of all weight: mean over the samples that have any weight
//   KIND_time_REGION   the region's part of the time: mean over the samples that have any time steps
//   KIND_mean_REGION   weight a time step: the sums over all samples, divided
// Undefined, with the reason, where there is no sample to average, no time step in the region, or a weight is
// not finite. Throws std::invalid_argument for a kind that is not in region_kinds() and for arrays that are
// not [samples, 4].
std::vector<MetricValue> region_values(const std::string& kind, const RegionSums& sums);

}  // namespace purkinje::metrics
