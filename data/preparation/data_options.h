// The options of an experiment's `data:` block; those of `data.preprocessing:` are in
// data/preparation/preprocess.h, those of an entry of `data.external:` in data/preparation/external.h.
#pragma once

#include "base/options.h"

namespace purkinje::data {

// Raised when the meaning of preprocessing changes; part of every fingerprint.
inline constexpr int kPipelineVersion = 1;

const OptionTable& data_options();
const OptionTable& selection_options();  // of `data.select:` (positives, negatives, seed)

}  // namespace purkinje::data
