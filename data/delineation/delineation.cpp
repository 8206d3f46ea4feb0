#include "data/delineation/delineation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "data/delineation/pacing_pulses.h"
#include "data/delineation/qrs_detection.h"
#include "data/delineation/wave_limits.h"
#include "data/signal/resample.h"

namespace purkinje::data {
namespace {

constexpr double kLeastRateHz = 100;    // below, the band of the QRS does not fit
constexpr double kWorkingRateHz = 250;  // slower signals are interpolated to at least this

// The signal at a rate that is fine enough for limits: a whole multiple of its own.
struct Interpolated {
  std::vector<double> signal_mv;
  double sample_rate_hz = 0;
  int64_t factor = 1;
  std::vector<int64_t> pulses;  // of a pacemaker, at the fine rate; taken out
};

Interpolated interpolated(std::span<const float> signal_mv, double sample_rate_hz) {
  if (!(sample_rate_hz >= kLeastRateHz && std::isfinite(sample_rate_hz)))
    throw InputError(fmt::format("an ECG of {} Hz cannot be delineated; at least {} Hz are needed",
                                 sample_rate_hz, kLeastRateHz));
  if (!std::all_of(signal_mv.begin(), signal_mv.end(), [](float x) { return std::isfinite(x); }))
    throw InputError("an ECG with samples that are not finite cannot be delineated");
  Interpolated out{{signal_mv.begin(), signal_mv.end()}, sample_rate_hz, 1, {}};
  out.pulses = remove_pacing_pulses(out.signal_mv, sample_rate_hz);
  if (sample_rate_hz >= kWorkingRateHz) return out;
  out.factor = static_cast<int64_t>(std::ceil(kWorkingRateHz / sample_rate_hz));
  out.sample_rate_hz = sample_rate_hz * static_cast<double>(out.factor);
  out.signal_mv = resample(out.signal_mv, {out.factor, 1});
  return out;
}

// Back to samples of the signal given.
int64_t original(int64_t sample, int64_t factor, int64_t length) {
  return sample < 0 ? -1 : std::min((sample + factor / 2) / factor, length - 1);
}

std::vector<BeatWaves> limits_of(const Interpolated& fine, std::span<const int64_t> r_peaks, int64_t length) {
  auto beats = find_limits(fine.signal_mv, fine.sample_rate_hz, r_peaks, fine.pulses);
  for (auto& beat : beats)
    for (Wave* wave : {&beat.p, &beat.qrs, &beat.t})
      *wave = {original(wave->onset, fine.factor, length), original(wave->peak, fine.factor, length),
               original(wave->end, fine.factor, length)};
  return beats;
}

void paint(std::vector<uint8_t>& regions, const Wave& wave, Region region) {
  if (!wave.present()) return;
  const auto length = static_cast<int64_t>(regions.size());
  const int64_t begin = std::max<int64_t>(0, wave.onset >= 0 ? wave.onset : wave.peak);
  const int64_t end = std::min(length - 1, wave.end >= 0 ? wave.end : wave.peak);
  for (int64_t i = begin; i <= end; ++i) regions[static_cast<size_t>(i)] = static_cast<uint8_t>(region);
}

}  // namespace

std::vector<int64_t> detect_qrs(std::span<const float> signal_mv, double sample_rate_hz) {
  const auto fine = interpolated(signal_mv, sample_rate_hz);
  auto peaks = find_qrs(fine.signal_mv, fine.sample_rate_hz, fine.pulses);
  for (auto& peak : peaks) peak = original(peak, fine.factor, static_cast<int64_t>(signal_mv.size()));
  return peaks;
}

std::vector<BeatWaves> delineate(std::span<const float> signal_mv, double sample_rate_hz) {
  const auto fine = interpolated(signal_mv, sample_rate_hz);
  return limits_of(fine, find_qrs(fine.signal_mv, fine.sample_rate_hz, fine.pulses),
                   static_cast<int64_t>(signal_mv.size()));
}

std::vector<BeatWaves> delineate(std::span<const float> signal_mv, double sample_rate_hz,
                                 std::span<const int64_t> r_peaks) {
  const auto length = static_cast<int64_t>(signal_mv.size());
  int64_t before = -1;
  for (const int64_t r : r_peaks) {
    if (r <= before || r >= length)
      throw InputError(
          fmt::format("R peak {} does not lie between {} and the signal's end {}", r, before, length));
    before = r;
  }
  const auto fine = interpolated(signal_mv, sample_rate_hz);
  std::vector<int64_t> peaks(r_peaks.begin(), r_peaks.end());
  for (auto& peak : peaks) peak *= fine.factor;
  return limits_of(fine, peaks, length);
}

std::vector<uint8_t> regions_of(const std::vector<BeatWaves>& beats, int64_t length) {
  std::vector<uint8_t> regions(static_cast<size_t>(std::max<int64_t>(0, length)));
  for (const auto& beat : beats) paint(regions, beat.p, Region::p);
  for (const auto& beat : beats) paint(regions, beat.t, Region::t);
  for (const auto& beat : beats) paint(regions, beat.qrs, Region::qrs);
  return regions;
}

}  // namespace purkinje::data
