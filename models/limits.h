// The largest sizes that an option of a network may have. Far beyond what any study uses: a larger number is
// a slip of the pen, which LibTorch would meet as an overflow in the middle of a sweep.
#pragma once

#include <cstddef>

namespace purkinje::models {

inline constexpr double kMostChannels = 4096;
inline constexpr double kMostDoubledChannels = 512;  // where three doublings follow
inline constexpr double kLargestState = 8192;        // of a recurrent or dense layer
inline constexpr double kWidest = 65536;             // of a layer beside a narrow one
inline constexpr double kLongestKernel = 9999;
inline constexpr double kMostLayers = 64;
inline constexpr size_t kMostHalvings = 16;  // or doublings, one after the other

}  // namespace purkinje::models
