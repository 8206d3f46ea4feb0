#include "data/delineation/qrs_detection.h"

#include <algorithm>
#include <cmath>

#include "data/delineation/derivative.h"
#include "data/signal/filter.h"

namespace purkinje::data {
namespace {

struct Candidate {
  size_t centre = 0;
  double height = 0;  // of the envelope, mV/s
  double slope = 0;   // steepest slope below the envelope
  double demand = 1;  // so much of the thresholds
};

// Mean of |slope| over `width` samples around each sample.
std::vector<double> envelope_of(const std::vector<double>& slope, size_t width) {
  const size_t n = slope.size(), half = width / 2;
  std::vector<double> sums(n + 1, 0), envelope(n);
  for (size_t i = 0; i < n; ++i) sums[i + 1] = sums[i] + std::abs(slope[i]);
  for (size_t i = 0; i < n; ++i) {
    const size_t begin = i > half ? i - half : 0, end = std::min(n, i + half + 1);
    envelope[i] = (sums[end] - sums[begin]) / static_cast<double>(2 * half + 1);
  }
  return envelope;
}

// Maxima of the envelope that nothing within `reach` surpasses.
std::vector<Candidate> candidates_of(const std::vector<double>& envelope, const std::vector<double>& slope,
                                     size_t reach, size_t half_width) {
  std::vector<Candidate> candidates;
  const size_t n = envelope.size();
  for (size_t i = 0; i < n; ++i) {
    if (!(envelope[i] > 0)) continue;
    if ((i > 0 && envelope[i - 1] > envelope[i]) || (i + 1 < n && envelope[i + 1] > envelope[i])) continue;
    const size_t begin = i > reach ? i - reach : 0, end = std::min(n, i + reach + 1);
    bool largest = true;
    for (size_t j = begin; j < end && largest; ++j)
      largest = j < i ? envelope[j] < envelope[i] : envelope[j] <= envelope[i];
    if (!largest) continue;
    Candidate found{i, envelope[i], 0};
    for (size_t j = i > half_width ? i - half_width : 0; j < std::min(n, i + half_width + 1); ++j)
      found.slope = std::max(found.slope, std::abs(slope[j]));
    candidates.push_back(found);
  }
  return candidates;
}

// Soon after a pulse a complex is due, however low it is in this lead.
void demand_less_after(std::span<const int64_t> pulses, double rate, const QrsConstants& constants,
                       std::vector<Candidate>& candidates) {
  for (auto& candidate : candidates) {
    const auto centre = static_cast<int64_t>(candidate.centre);
    const auto next = std::upper_bound(pulses.begin(), pulses.end(), centre);
    if (next != pulses.begin() && static_cast<double>(centre - *std::prev(next)) <= constants.paced_s * rate)
      candidate.demand = constants.paced;
  }
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Level of a beat before the first is known: the middle of what the first stretches of 1.5 s reach.
double first_level(const std::vector<Candidate>& candidates, double rate) {
  std::vector<double> largest;
  for (const auto& candidate : candidates) {
    const auto stretch = static_cast<size_t>(static_cast<double>(candidate.centre) / (1.5 * rate));
    if (stretch >= 8) break;
    largest.resize(std::max(largest.size(), stretch + 1), 0);
    largest[stretch] = std::max(largest[stretch], candidate.height);
  }
  return median(largest);
}

// The candidates that are beats, in order.
std::vector<Candidate> choose(const std::vector<Candidate>& candidates, double rate,
                              const QrsConstants& constants) {
  std::vector<Candidate> beats;
  double signal = first_level(candidates, rate), noise = 0;
  const auto threshold = [&] { return noise + constants.threshold * (signal - noise); };
  const auto seconds = [&](const Candidate& from, const Candidate& to) {
    return static_cast<double>(to.centre - from.centre) / rate;
  };
  const auto is_t_wave = [&](const Candidate& candidate, const Candidate& before) {
    return seconds(before, candidate) < constants.t_wave_s &&
           candidate.slope < candidate.demand * constants.t_wave_slope * before.slope;
  };
  size_t next = 0;  // the first candidate that a search back may still take
  for (size_t i = 0; i < candidates.size(); ++i) {
    const auto& candidate = candidates[i];
    if (candidate.height < candidate.demand * constants.least_slope_mv_s) continue;
    const bool high = candidate.height > candidate.demand * threshold();
    if (!high || (!beats.empty() && is_t_wave(candidate, beats.back()))) {
      noise += 0.125 * (std::min(candidate.height, signal) - noise);
      continue;
    }
    // A gap: what lies in it and is not much below the threshold was a beat after all.
    if (beats.size() >= 2) {
      std::vector<double> intervals;
      for (size_t k = beats.size() > 8 ? beats.size() - 8 : 1; k < beats.size(); ++k)
        intervals.push_back(seconds(beats[k - 1], beats[k]));
      const double usual = median(intervals);
      while (seconds(beats.back(), candidate) > constants.search_back_rr * usual) {
        const Candidate* missed = nullptr;
        for (size_t k = next; k < i; ++k) {
          const auto& other = candidates[k];
          if (other.centre <= beats.back().centre || is_t_wave(other, beats.back())) continue;
          if (seconds(other, candidate) < constants.t_wave_s) continue;
          if (other.height < std::max(constants.search_back * threshold(), constants.least_slope_mv_s))
            continue;
          if (missed == nullptr || other.height > missed->height) missed = &other;
        }
        if (missed == nullptr) break;
        beats.push_back(*missed);
        signal += 0.25 * (missed->height - signal);
      }
    }
    beats.push_back(candidate);
    signal += 0.125 * (std::min(candidate.height, 2 * signal) - signal);
    next = i + 1;
  }
  return beats;
}

}  // namespace

std::vector<int64_t> find_qrs(std::span<const double> signal_mv, double sample_rate_hz,
                              std::span<const int64_t> pulses, const QrsConstants& constants) {
  const auto samples = [&](double seconds) {
    return static_cast<size_t>(std::lround(seconds * sample_rate_hz));
  };
  const auto n = signal_mv.size();
  if (n < samples(constants.refractory_s)) return {};
  const auto band = filter_both_ways(
      butterworth_bandpass(2, constants.low_hz, constants.high_hz, sample_rate_hz), signal_mv);
  const auto slope = derivative_of(band, sample_rate_hz);
  const size_t width = samples(constants.smoothing_s);
  const auto envelope = envelope_of(slope, width);
  auto candidates = candidates_of(envelope, slope, samples(constants.refractory_s), width / 2);
  demand_less_after(pulses, sample_rate_hz, constants, candidates);

  const auto wide = filter_both_ways(butterworth_bandpass(2, 1.0, 40.0, sample_rate_hz), signal_mv);
  std::vector<int64_t> peaks;
  for (const auto& beat : choose(candidates, sample_rate_hz, constants)) {
    const size_t reach = samples(constants.peak_s);
    const size_t first = beat.centre > reach ? beat.centre - reach : 0;
    const size_t last = std::min(n - 1, beat.centre + reach);
    // Heights above the line through both ends: a wide complex leaves no level of its own in between.
    const double tilt = (wide[last] - wide[first]) / static_cast<double>(std::max<size_t>(1, last - first));
    double highest = 0, lowest = 0;
    size_t top = first, bottom = first;
    for (size_t i = first; i <= last; ++i) {
      const double height = wide[i] - wide[first] - tilt * static_cast<double>(i - first);
      if (height > highest) highest = height, top = i;
      if (height < lowest) lowest = height, bottom = i;
    }
    const auto peak = static_cast<int64_t>(-lowest > constants.negative_ratio * highest ? bottom : top);
    if (peaks.empty() || peak > peaks.back()) peaks.push_back(peak);
  }
  return peaks;
}

}  // namespace purkinje::data
