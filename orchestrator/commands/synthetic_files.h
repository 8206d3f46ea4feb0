// Synthetic records as files that any WFDB reader opens, with a table of labels and a descriptor.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/json.h"
#include "data/recording.h"

namespace purkinje::orchestrator {

// A record as WFDB header text and format-16 samples (little-endian, leads interleaved), 1000 counts a mV:
// values are rounded to a microvolt and held within +-32.767 mV; what is not a number becomes the format's
// mark of an invalid sample.
struct WfdbText {
  std::string header, samples;
};
WfdbText wfdb_format_16(const data::Recording& recording, const std::string& name);

// Writes DIR/records/*.{hea,dat}, DIR/labels.csv and DIR/<name>.yaml, a descriptor that `data: {set: ...}`
// takes by its path; returns that path. Throws InputError where DIR holds something already or options are
// wrong, EnvironmentError where it cannot be written; nothing stays behind then.
std::filesystem::path write_synthetic_set(const std::filesystem::path& dir, const std::string& name,
                                          const Json& options,
                                          const std::function<void(size_t, size_t)>& progress);

}  // namespace purkinje::orchestrator
