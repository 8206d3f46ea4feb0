// Where the beats of one lead are and where their P, QRS and T waves begin, peak and end.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace purkinje::data {

// Samples of the signal that was given; -1: not found.
struct Wave {
  int64_t onset = -1, peak = -1, end = -1;

  bool present() const { return peak >= 0; }
  bool operator==(const Wave&) const = default;
};

// P or T may be absent.
struct BeatWaves {
  Wave p, qrs, t;

  bool operator==(const BeatWaves&) const = default;
};

// R peaks in time order: the largest deflection of each QRS complex, of either sign. Slopes of the band of
// the QRS against a threshold that follows signal and noise, with a search back in long gaps (Pan, Tompkins
// 1985, "A real-time QRS detection algorithm", with both directions of time at hand). Empty for signals
// without beats (flat, or shorter than a beat). Throws InputError for a rate below 100 Hz and for samples
// that are not finite.
std::vector<int64_t> detect_qrs(std::span<const float> signal_mv, double sample_rate_hz);

// Wave limits by thresholds on the derivative, as ECGPuWave has them (Laguna, Jané, Caminal 1994, "Automatic
// detection of wave boundaries in multilead ECG signals"), but each a mean of several: thresholds in up to
// three bands, at the end of T the tangent, the usual width; and drawn to where the neighbouring beats have
// theirs (docs/delineation.md). Pulses of a pacemaker are taken out before. One BeatWaves a QRS complex. The
// second takes the complexes from R peaks in ascending order (annotated ones need not lie exactly on the
// peak); peaks outside the signal throw InputError.
std::vector<BeatWaves> delineate(std::span<const float> signal_mv, double sample_rate_hz);
std::vector<BeatWaves> delineate(std::span<const float> signal_mv, double sample_rate_hz,
                                 std::span<const int64_t> r_peaks);

enum class Region : uint8_t { baseline, p, qrs, t };

// One Region a sample, limits included; QRS wins over T over P where they overlap. A wave without an onset or
// an end reaches from or to its peak; what lies outside [0, length) is left out.
std::vector<uint8_t> regions_of(const std::vector<BeatWaves>& beats, int64_t length);

}  // namespace purkinje::data
