// Wave limits from annotation files: LUDB's file for each lead, QTDB's .q1c, the output of ECGPuWave (.pu0).
#pragma once

#include <vector>

#include "data/delineation/delineation.h"
#include "data/formats/wfdb_annotation.h"

namespace purkinje::data {

// The waves that "(", "p", "t" or a beat's symbol, and ")" mark. What is not marked stays -1; U waves are
// passed over; of a T wave with two peaks the first counts. A P wave belongs to the QRS complex that follows
// within a second, a T wave to the one before within a second; one without is a BeatWaves of its own, whose
// qrs is absent. In time order.
std::vector<BeatWaves> waves_of(const std::vector<Annotation>& annotations, double sample_rate_hz);

}  // namespace purkinje::data
