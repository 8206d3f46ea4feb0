// The heart of one synthetic patient: the Gaussian waves of its beat as heart vectors, and its rhythm.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/random.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {

// Components of the heart vector in Dower's axes: left, down, back. In mV.
using HeartVector = std::array<double, 3>;

enum class WaveKind { p, qrs, st, t };

// One Gaussian of the model: where it peaks relative to the R peak, how wide it is, and where it points.
struct GaussianWave {
  WaveKind kind;
  double time_s;   // of the peak, relative to R
  double width_s;  // standard deviation
  HeartVector height_mv;
};

struct Heart {
  std::vector<GaussianWave> waves;
  double rate_bpm = 70;
  double variability = 0.03;   // SD of the RR interval as a share of its mean
  bool fibrillates = false;    // no P waves, irregular RR, fibrillatory waves instead
  double fibrillation_mv = 0;  // height of the fibrillatory waves
  double fibrillation_hz = 6;
};

// Every condition the generator knows.
const std::vector<std::string>& synthetic_conditions();

// A patient drawn from `random`, with one of the conditions. `difficulty` from 0 to 1 weakens the condition's
// signs and strengthens their likenesses in those who do not have it.
Heart draw_heart(const std::string& condition, double difficulty, RandomStream& random);

// R peaks in seconds, from before `begin_s` to after `end_s`: a mean rate modulated by the Mayer wave (0.1
// Hz) and by breathing (0.25 Hz) as in McSharry et al. 2003, section III-B; in fibrillation each interval is
// drawn on its own.
std::vector<double> draw_r_peaks(const Heart& heart, double begin_s, double end_s, RandomStream& random);

// The heart vector over time, [3][samples]: eq. 1 of McSharry et al. 2003 for each component, integrated by
// fourth-order Runge-Kutta with the phase known exactly from the R peaks. Without fibrillatory waves.
std::vector<HeartVector> integrate_heart(const Heart& heart, const std::vector<double>& r_peaks_s,
                                         double sample_rate_hz, size_t samples);

}  // namespace purkinje::data
