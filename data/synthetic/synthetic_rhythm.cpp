// Time of the synthetic heart: when it beats, and its vector integrated over the beats.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "data/synthetic/synthetic_heart.h"

namespace purkinje::data {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

// A wave in the phase of one RR interval.
struct PhaseWave {
  double angle, width, reach;
  HeartVector slope;  // height * omega / width^2: the a_i of eq. 1
};

// Phase between -pi and pi.
double wrapped(double angle) {
  return angle - kTurn * std::round(angle / kTurn);
}

// The driving term of eq. 1 at any time, moving forward only.
class Drive {
 public:
  Drive(const Heart& heart, const std::vector<double>& r_peaks_s) : heart_(heart), peaks_(r_peaks_s) {
    enter(0);
  }

  HeartVector at(double time_s) {
    return sum_of_waves(time_s, [](const PhaseWave&, double distance) { return -distance; });
  }

  // What the waves add up to where nothing relaxes: the integral of the drive.
  HeartVector level(double time_s) {
    return sum_of_waves(time_s,
                        [this](const PhaseWave& wave, double) { return wave.width * wave.width / omega_; });
  }

 private:
  template <typename Factor>
  HeartVector sum_of_waves(double time_s, Factor factor) {
    while (beat_ + 2 < peaks_.size() && time_s >= peaks_[beat_ + 1]) enter(beat_ + 1);
    const double phase = omega_ * (time_s - peaks_[beat_]);
    HeartVector sum = {0, 0, 0};
    for (const auto& wave : waves_) {
      const double distance = wrapped(phase - wave.angle);
      if (std::abs(distance) > wave.reach) continue;
      const double bell =
          factor(wave, distance) * std::exp(-0.5 * distance * distance / (wave.width * wave.width));
      for (size_t i = 0; i < 3; ++i) sum[i] += wave.slope[i] * bell;
    }
    return sum;
  }

  void enter(size_t beat) {
    beat_ = beat;
    omega_ = kTurn / (peaks_[beat + 1] - peaks_[beat]);
    waves_.clear();
    for (const auto& wave : heart_.waves) {
      const double width = omega_ * wave.width_s;
      const double factor = omega_ / (width * width);
      const auto& h = wave.height_mv;
      waves_.push_back(
          {omega_ * wave.time_s, width, 5 * width, {h[0] * factor, h[1] * factor, h[2] * factor}});
    }
  }

  const Heart& heart_;
  const std::vector<double>& peaks_;
  size_t beat_ = 0;
  double omega_ = 0;
  std::vector<PhaseWave> waves_;
};

}  // namespace

std::vector<double> draw_r_peaks(const Heart& heart, double begin_s, double end_s, RandomStream& random) {
  const double mean_s = 60 / heart.rate_bpm;
  const double mayer = kTurn * random.uniform(), breath = kTurn * random.uniform();
  const double mayer_hz = 0.1 + 0.01 * random.normal(), breath_hz = 0.25 + 0.02 * random.normal();
  std::vector<double> peaks = {begin_s - mean_s * (1 + random.uniform())};
  while (peaks.back() < end_s || peaks.size() < 3) {
    const double now = peaks.back();
    double deviation = random.normal();
    if (!heart.fibrillates)
      // Equal power in both bands (LF/HF ratio 1), and a little that has no pattern.
      deviation =
          0.95 * (std::sin(kTurn * mayer_hz * now + mayer) + std::sin(kTurn * breath_hz * now + breath)) +
          0.2 * deviation;
    peaks.push_back(now + std::max(0.33, mean_s * (1 + heart.variability * deviation)));
  }
  peaks.push_back(peaks.back() + mean_s);
  return peaks;
}

std::vector<HeartVector> integrate_heart(const Heart& heart, const std::vector<double>& r_peaks_s,
                                         double sample_rate_hz, size_t samples) {
  constexpr double kInnerRateHz = 500, kSettleS = 0.8, kRelaxPerS = 1;
  const auto inner = static_cast<size_t>(std::max(1.0, std::ceil(kInnerRateHz / sample_rate_hz)));
  const double step = 1 / (sample_rate_hz * static_cast<double>(inner));
  const auto settle = inner * static_cast<size_t>(std::llround(kSettleS * sample_rate_hz));

  Drive drive(heart, r_peaks_s);
  std::vector<HeartVector> out;
  out.reserve(samples);
  auto time_of = [&](size_t i) { return (static_cast<double>(i) - static_cast<double>(settle)) * step; };
  HeartVector z = drive.level(time_of(0)), begin = drive.at(time_of(0));
  for (size_t i = 0; out.size() < samples; ++i) {
    if (i >= settle && (i - settle) % inner == 0) out.push_back(z);
    const HeartVector middle = drive.at(time_of(i) + step / 2), end = drive.at(time_of(i + 1));
    for (size_t c = 0; c < 3; ++c) {
      const double k1 = begin[c] - kRelaxPerS * z[c];
      const double k2 = middle[c] - kRelaxPerS * (z[c] + step / 2 * k1);
      const double k3 = middle[c] - kRelaxPerS * (z[c] + step / 2 * k2);
      const double k4 = end[c] - kRelaxPerS * (z[c] + step * k3);
      z[c] += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    begin = end;
  }
  return out;
}

}  // namespace purkinje::data
