// The options of S3's CNN-TE, as data (for checks and help) and as a struct (for the network).
#pragma once

#include <cstdint>

#include "models/registry.h"

namespace purkinje::models {

struct CnnTeOptions {
  int64_t channels = 64;
  int64_t kernel = 3;
  int64_t heads = 2;
  int64_t layers = 1;
  int64_t feed_forward = 2048;
  double dropout = 0.1;

  // From options resolved by the table below. Throws InputError for an even kernel or heads that do not
  // divide the features.
  static CnnTeOptions from_json(const Json& resolved);
};

NetworkInfo cnn_te_info();

}  // namespace purkinje::models
