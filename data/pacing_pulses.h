// Pulses of a pacemaker, which would be taken for the steepest slope of the QRS complex they start.
#pragma once

#include <vector>

namespace purkinje::data {

// Replaces pulses of up to 2 ms (at least one sample) by a straight line. A pulse leaves the signal and
// returns by at least 0.05 mV, each time three times as steeply as anything within 20 ms of it. Signals below
// 250 Hz stay as they are: there a narrow R peak can be as short. Returns how many were removed.
int remove_pacing_pulses(std::vector<double>& signal_mv, double sample_rate_hz);

}  // namespace purkinje::data
