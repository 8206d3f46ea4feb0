#include "worker/trainer/region_factors.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace purkinje::trainer {

std::vector<float> weight_track(std::span<const uint8_t> regions, const RegionFactors& factors) {
  const size_t length = regions.size(), reach = static_cast<size_t>(factors.smoothing / 2);
  std::vector<double> sums(length + 1);  // of the steps before each
  for (size_t t = 0; t < length; ++t) {
    if (regions[t] >= factors.of_region.size())
      throw InputError(fmt::format("{} is no region of the ECG", regions[t]));
    sums[t + 1] = sums[t] + factors.of_region[regions[t]];
  }
  std::vector<float> track(length);
  for (size_t t = 0; t < length; ++t) {
    const size_t first = t - std::min(t, reach), last = std::min(t + reach + 1, length);
    track[t] = static_cast<float>((sums[last] - sums[first]) / static_cast<double>(last - first));
  }
  return track;
}

}  // namespace purkinje::trainer
