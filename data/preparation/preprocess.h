// One recording to fixed-length examples, by options.
// The order is fixed: leads by name, invalid samples, filter, resampling of the whole record; then it is cut,
// and what was cut out is scaled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/options.h"
#include "data/formats/recording.h"
#include "data/signal/resample.h"

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

  // `resolved` by preprocessing_options(), or with keys missing (they take their defaults). Throws InputError
  // for a lead that stands twice, no lead, and edges of a band in the wrong order.
  static Preprocessing from_json(const Json& resolved);
};

struct Example {
  std::vector<std::string> leads;
  double sample_rate_hz = 0;
  int64_t length = 0;
  int64_t start = 0;  // where it begins in the record, at the record's own rate; negative where padded
  std::vector<float> signal;  // [leads, length]
};

// A whole recording at the arrays' rate, without its signal.
struct CleanOutline {
  std::string record;
  std::vector<std::string> leads;
  double sample_rate_hz = 0;
  Ratio ratio;                // of that rate to the record's own
  int64_t record_length = 0;  // samples at the record's own rate

  // As resample() gives them.
  int64_t length() const { return (record_length * ratio.up + ratio.down - 1) / ratio.down; }
  // Samples whose whole period lies inside the record: resampling may give one more, of which only the
  // beginning does.
  int64_t whole_length() const { return record_length * ratio.up / ratio.down; }
  // The sample of the record, at its own rate, that this one lies at or just after.
  int64_t sample_of_record(int64_t sample) const { return sample * ratio.down / ratio.up; }
};

// The same, filtered and not yet cut.
struct CleanRecording : CleanOutline {
  std::vector<std::vector<double>> signal_mv;  // [lead][sample]
};

// Throws InputError naming the record and the lead for a missing lead, and for a record without samples.
CleanOutline outline_of(const RecordingHead& recording, int64_t length, const Preprocessing& how);

// Throws InputError as outline_of() does, and for an invalid sample that is refused.
CleanRecording clean(const Recording& recording, const Preprocessing& how);

// By same_lead() of data/formats/recording.h.
bool has_lead(const RecordingHead& recording, const std::string& name);
// Where the lead of this name stands; throws InputError as clean() does.
size_t find_lead(const RecordingHead& recording, const std::string& name);

// One lead as clean() filters it, in mV at the record's own rate.
std::vector<double> filtered_lead(const Recording& recording, const std::string& name,
                                  const Preprocessing& how);

// `length` samples of each lead from `start` on, each lead scaled by itself. What lies outside the record is
// zero and counts for no scaling.
Example cut(const CleanRecording& cleaned, int64_t start, int64_t length, Preprocessing::Scaling scaling);

struct Extent {
  int64_t start = 0, length = 0;  // samples at the arrays' rate; a negative start: zeros come first
};

// The whole record as one example, as crop, pad and duration_s say. Throws InputError for a record too short
// where padding is refused.
Extent whole_record(const CleanOutline& cleaned, const Preprocessing& how);

// clean(), then cut() of whole_record(). Throws InputError as they do.
Example preprocess(const Recording& recording, const Preprocessing& how);

}  // namespace purkinje::data
