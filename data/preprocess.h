// One recording to one fixed-length example, by options.
// The order is fixed: leads by name, invalid samples, filter, resampling, crop or pad, scaling of the record.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/options.h"
#include "data/recording.h"

namespace purkinje::data {

// leads, nan, filter, low_hz, high_hz, order, resample_hz, duration_s, crop, pad, scaling.
const OptionTable& preprocessing_options();

struct Preprocessing {
  enum class Filter { none, lowpass, highpass, bandpass, median_baseline };
  enum class Invalid { refuse, zero, interpolate };
  enum class Crop { start, end, centre };
  enum class Pad { end, both, refuse };
  enum class Scaling { none, zscore_record, minmax_record };

  std::vector<std::string> leads;  // empty: all leads of the record
  Invalid nan = Invalid::refuse;
  Filter filter = Filter::none;
  double low_hz = 0.5, high_hz = 40;
  int order = 3;
  std::optional<double> resample_hz, duration_s;
  Crop crop = Crop::end;
  Pad pad = Pad::end;
  Scaling scaling = Scaling::none;

  // `resolved` by preprocessing_options(), or with keys missing (they take their defaults).
  static Preprocessing from_json(const Json& resolved);
};

struct Example {
  std::vector<std::string> leads;
  double sample_rate_hz = 0;
  int64_t length = 0;
  int64_t start = 0;  // where it begins in the record, at the record's own rate; negative where padded
  std::vector<float> signal;  // [leads, length]
};

// Throws InputError naming the record and the lead for a missing lead, an invalid sample that is refused, and
// a record too short where padding is refused.
Example preprocess(const Recording& recording, const Preprocessing& how);

}  // namespace purkinje::data
