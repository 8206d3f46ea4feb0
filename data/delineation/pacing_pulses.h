// Pulses of a pacemaker, which would be taken for the steepest slope of the QRS complex they start.
#pragma once

#include <cstdint>
#include <vector>

namespace purkinje::data {

// Replaces pulses of up to 6 ms, or 7 samples where these are shorter (above about 1.2 kHz), by a straight
// line. A pulse leaves the median of the 12 ms, or 15 samples, around it by at least 0.05 mV and by three
// times what the signal does within 20 ms on either side: neither a step there nor another such deviation is
// a third as high. Returns where they stood, ascending, if there is one every 3 s: fewer are noise. Signals
// below 250 Hz stay as they are: there a narrow R peak can be as short.
std::vector<int64_t> remove_pacing_pulses(std::vector<double>& signal_mv, double sample_rate_hz);

}  // namespace purkinje::data
