// The options of S2's ResNet-1D.
#pragma once

#include <cstdint>
#include <vector>

#include "models/registry.h"

namespace purkinje::models {

struct Resnet1dOptions {
  int64_t stem_kernel = 7;
  std::vector<int64_t> channels = {32, 64, 128};  // of each stage; the stem has the first stage's
  int64_t blocks = 2;                             // in each stage
  int64_t kernel = 5;                             // of the blocks

  // From options resolved by the table below. Throws InputError for an even kernel, no stage or
  // more than 16.
  static Resnet1dOptions from_json(const Json& resolved);
};

NetworkInfo resnet_1d_info();

}  // namespace purkinje::models
