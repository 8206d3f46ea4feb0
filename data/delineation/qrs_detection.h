// QRS complexes by their slopes, for delineation.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace purkinje::data {

// What the detector decides by. The first four are those of Pan and Tompkins 1985 where they give one; the
// others were tuned on the even records of LUDB (docs/delineation.md).
struct QrsConstants {
  double low_hz = 5, high_hz = 25;  // band of the QRS
  double smoothing_s = 0.1;         // width of the envelope
  double refractory_s = 0.2;        // no two beats closer
  double t_wave_s = 0.36;           // a beat this soon after another with less than
  double t_wave_slope = 0.5;        // this part of its slope is a T wave
  double threshold = 0.3;           // between noise (0) and signal (1)
  double search_back_rr = 1.66;     // a gap of so many RR intervals is searched again
  double search_back = 0.5;         // at this part of the threshold
  double least_slope_mv_s = 0.7;    // of the envelope: below is no beat
  double peak_s = 0.09;             // the R peak lies so near the centre of the envelope
  double negative_ratio = 1.7;      // a Q or S this much deeper than R is high is the peak
  double paced_s = 0.25;            // so soon after the pulse of a pacemaker
  double paced = 0.4;               // this part of every threshold will do
};

// R peaks of a signal of at least 250 Hz from which the pulses of a pacemaker, ascending, have been taken.
std::vector<int64_t> find_qrs(std::span<const double> signal_mv, double sample_rate_hz,
                              std::span<const int64_t> pulses = {}, const QrsConstants& constants = {});

}  // namespace purkinje::data
