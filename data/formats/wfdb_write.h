// Writes a recording as a WFDB record: a header and one file of format 16.
#pragma once

#include <filesystem>

#include "data/formats/recording.h"

namespace purkinje::data {

// Writes folder/name.hea and folder/name.dat with `gain_per_mv` counts a millivolt; NaN becomes the format's
// invalid sample. read_recording() gives the signal back to within half a count. Throws InputError for a
// recording without samples, with channels of different lengths, or beyond the range of 16 bits;
// EnvironmentError where it cannot write.
void write_recording(const Recording& recording, const std::filesystem::path& folder,
                     double gain_per_mv = 1000);

}  // namespace purkinje::data
