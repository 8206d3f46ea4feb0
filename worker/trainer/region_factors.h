// S1's weights of the waves: a factor for each region of the ECG, smoothed so that no artificial edges arise.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace purkinje::trainer {

struct RegionFactors {
  std::array<double, 4> of_region = {1, 2, 0.5, 1};  // baseline, P, QRS, T: the order of data::Region
  int smoothing = 5;                                 // samples, odd
};

// The weight of each time step's region, then a centred moving average; at the ends over what there is of its
// window. Throws InputError for a number that is no region.
std::vector<float> weight_track(std::span<const uint8_t> regions, const RegionFactors& factors);

}  // namespace purkinje::trainer
