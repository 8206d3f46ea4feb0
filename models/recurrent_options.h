// The options of S3's purely recurrent baselines, as data (for checks and help) and as a struct (for the
// network).
#pragma once

#include <cstdint>

#include "models/recurrent_cell.h"
#include "models/registry.h"

namespace purkinje::models {

struct RecurrentOptions {
  RecurrentCell cell = RecurrentCell::gru;
  int64_t layers = 2;
  int64_t hidden = 256;
  int64_t pool = 1;

  // From options resolved by the table below.
  static RecurrentOptions from_json(const Json& resolved);
};

// Throws InputError where a signal of `length` samples has no `pool` to average.
void require_length_for_pool(int64_t length, int64_t pool);

NetworkInfo recurrent_info();

}  // namespace purkinje::models
