// The options of S3's VGG11, as data (for checks and help) and as a struct (for the network).
#pragma once

#include <cstdint>

#include "models/registry.h"

namespace purkinje::models {

struct Vgg11Options {
  int64_t channels = 64;
  int64_t kernel = 3;
  int64_t pooled = 7;
  int64_t hidden = 512;
  double dropout = 0.5;

  // From options resolved by the table below. Throws InputError for an even kernel.
  static Vgg11Options from_json(const Json& resolved);
};

// Throws InputError where five poolings by 2 leave nothing of a signal of `length` samples.
void require_vgg11_length(int64_t length);

NetworkInfo vgg11_info();

}  // namespace purkinje::models
