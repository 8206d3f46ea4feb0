// The options of S2's GAN.
#pragma once

#include <cstdint>
#include <vector>

#include "models/registry.h"

namespace purkinje::models {

struct BeatGanOptions {
  int64_t noise = 100;
  std::vector<int64_t> generator_channels = {128, 64, 32};  // before each transposed convolution
  std::vector<int64_t> discriminator_channels = {32, 64, 128};
  int64_t discriminator_kernel = 5;
  double leaky_slope = 0.2;

  // From options resolved by the table below. Throws InputError for an even kernel, and for a list that is
  // empty or has more than 16 entries.
  static BeatGanOptions from_json(const Json& resolved);
};

NetworkInfo beat_gan_info();

}  // namespace purkinje::models
