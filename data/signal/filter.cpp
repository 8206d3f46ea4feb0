#include "data/signal/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "base/error.h"

namespace purkinje::data {
namespace {

using Complex = std::complex<double>;

// Poles of the analogue prototype with edge 1: the upper half plane and, for odd orders, the real one. The
// lower half are their conjugates.
std::vector<Complex> prototype(int order) {
  if (order < 1 || order > 12)
    throw InputError(fmt::format("a filter of order {} was asked for; 1 to 12 are known", order));
  std::vector<Complex> poles;
  for (int k = 0; 2 * k < order - 1; ++k)
    poles.push_back(std::polar(1.0, std::numbers::pi * (2 * k + order + 1) / (2 * order)));
  if (order % 2 == 1) poles.emplace_back(-1.0, 0.0);
  return poles;
}

// The analogue edge that the bilinear transform (of step 1) maps to this one.
double warped(double edge_hz, double sample_rate_hz) {
  if (!(edge_hz > 0 && edge_hz < sample_rate_hz / 2))
    throw InputError(
        fmt::format("a filter edge of {} Hz does not lie between 0 and half the sampling rate of {} Hz",
                    edge_hz, sample_rate_hz));
  return 2 * std::tan(std::numbers::pi * edge_hz / sample_rate_hz);
}

Complex bilinear(Complex s) {
  return (2.0 + s) / (2.0 - s);
}

// A section with two poles and the zeros of `numerator`, of magnitude 1 at `reference` on the unit circle.
Section section(Complex pole, Complex other, std::array<double, 3> numerator, Complex reference) {
  const double a1 = -(pole + other).real(), a2 = (pole * other).real();
  const auto inverse = 1.0 / reference;
  const double gain = std::abs(1.0 + a1 * inverse + a2 * inverse * inverse) /
                      std::abs(numerator[0] + numerator[1] * inverse + numerator[2] * inverse * inverse);
  return {gain * numerator[0], gain * numerator[1], gain * numerator[2], a1, a2};
}

// Low- or high-pass: `zero` is -1 or 1, the reference the other end of the band.
std::vector<Section> one_sided(const std::vector<Complex>& poles, double zero) {
  std::vector<Section> sections;
  for (const auto& analogue : poles) {
    const auto pole = bilinear(analogue);
    if (std::abs(analogue.imag()) > 0)
      sections.push_back(section(pole, std::conj(pole), {1, -2 * zero, 1}, -zero));
    else
      sections.push_back(section(pole, 0, {1, -zero, 0}, -zero));
  }
  return sections;
}

// A section with its state.
struct Running {
  double b0, b1, b2, a1, a2, s1, s2, steady;

  // In the steady state of an input that has always been `level`.
  Running(const Section& section, double level)
      : b0(section[0]), b1(section[1]), b2(section[2]), a1(section[3]), a2(section[4]) {
    steady = level * (b0 + b1 + b2) / (1 + a1 + a2);
    s1 = steady - b0 * level;
    s2 = b2 * level - a2 * steady;
  }

  double operator()(double x) {
    const double y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    return y;
  }
};

// In place, starting in the steady state of an input that has always been `first`. Two sections go side by
// side: a sample of one does not wait for the other.
void run(std::span<const Section> sections, std::vector<double>& signal) {
  if (signal.empty()) return;
  double level = signal[0];
  for (size_t i = 0; i < sections.size(); i += 2) {
    Running one(sections[i], level);
    if (i + 1 == sections.size()) {
      for (auto& x : signal) x = one(x);
      break;
    }
    Running two(sections[i + 1], one.steady);
    for (auto& x : signal) x = two(one(x));
    level = two.steady;
  }
}

// The signal with its point reflection at both ends, of three times the length of the longest impulse
// response that a FIR filter of so many taps would have; `edge` becomes that length.
std::vector<double> continued(std::span<const double> signal, size_t taps, size_t& edge) {
  const size_t n = signal.size();
  edge = std::min(3 * taps, n - 1);
  std::vector<double> extended;
  extended.reserve(n + 2 * edge);
  for (size_t i = edge; i > 0; --i) extended.push_back(2 * signal[0] - signal[i]);
  extended.insert(extended.end(), signal.begin(), signal.end());
  for (size_t i = 1; i <= edge; ++i) extended.push_back(2 * signal[n - 1] - signal[n - 1 - i]);
  return extended;
}

}  // namespace

std::vector<Section> butterworth_lowpass(int order, double edge_hz, double sample_rate_hz) {
  auto poles = prototype(order);
  for (auto& pole : poles) pole *= warped(edge_hz, sample_rate_hz);
  return one_sided(poles, -1);
}

std::vector<Section> butterworth_highpass(int order, double edge_hz, double sample_rate_hz) {
  auto poles = prototype(order);
  for (auto& pole : poles) pole = warped(edge_hz, sample_rate_hz) / pole;
  return one_sided(poles, 1);
}

std::vector<Section> butterworth_bandpass(int order, double low_hz, double high_hz, double sample_rate_hz) {
  const double low = warped(low_hz, sample_rate_hz), high = warped(high_hz, sample_rate_hz);
  if (!(low < high)) throw InputError(fmt::format("a band from {} Hz to {} Hz is empty", low_hz, high_hz));
  const double centre_squared = low * high;
  const auto reference = bilinear(Complex(0, std::sqrt(centre_squared)));
  std::vector<Section> sections;
  for (const auto& pole : prototype(order)) {
    const auto half = pole * (high - low) / 2.0, root = std::sqrt(half * half - centre_squared);
    const auto one = bilinear(half + root), two = bilinear(half - root);
    if (std::abs(pole.imag()) > 0) {  // its conjugate gives the conjugates of both
      sections.push_back(section(one, std::conj(one), {1, 0, -1}, reference));
      sections.push_back(section(two, std::conj(two), {1, 0, -1}, reference));
    } else {
      sections.push_back(section(one, two, {1, 0, -1}, reference));
    }
  }
  return sections;
}

std::vector<double> filter_both_ways(std::span<const Section> sections, std::span<const double> signal) {
  if (signal.empty()) return {};
  size_t taps = 2 * sections.size() + 1;
  for (const auto& s : sections) taps -= s[2] == 0 && s[4] == 0 ? 1 : 0;
  size_t edge = 0;
  auto extended = continued(signal, taps, edge);
  run(sections, extended);
  std::reverse(extended.begin(), extended.end());
  run(sections, extended);
  std::reverse(extended.begin(), extended.end());
  const auto begin = extended.begin() + static_cast<std::ptrdiff_t>(edge);
  return {begin, begin + static_cast<std::ptrdiff_t>(signal.size())};
}

std::vector<std::vector<double>> filter_both_ways_each(std::span<const Section> filters,
                                                       std::span<const double> signal) {
  const size_t count = filters.size();
  std::vector<std::vector<double>> out(count, std::vector<double>(signal.size()));
  if (signal.empty() || count == 0) return out;
  size_t edge = 0;
  const auto extended = continued(signal, 3, edge);
  const size_t n = extended.size();
  std::vector<double> lanes(n * count);  // [time, filter]
  std::vector<Running> running;
  for (const auto& filter : filters) running.emplace_back(filter, extended[0]);
  for (size_t i = 0; i < n; ++i)
    for (size_t k = 0; k < count; ++k) lanes[i * count + k] = running[k](extended[i]);
  for (size_t k = 0; k < count; ++k) running[k] = Running(filters[k], lanes[(n - 1) * count + k]);
  for (size_t i = n; i-- > edge;)
    for (size_t k = 0; k < count; ++k) {
      const double y = running[k](lanes[i * count + k]);
      if (i - edge < signal.size()) out[k][i - edge] = y;
    }
  return out;
}

std::vector<double> running_median(std::span<const double> signal, size_t width) {
  const size_t half = width / 2, n = signal.size();
  std::vector<double> window, out(n);  // the window is kept sorted
  size_t begin = 0, end = 0;
  for (size_t i = 0; i < n; ++i) {
    for (; end < std::min(n, i + half + 1); ++end)
      window.insert(std::upper_bound(window.begin(), window.end(), signal[end]), signal[end]);
    for (; begin + half < i; ++begin)
      window.erase(std::lower_bound(window.begin(), window.end(), signal[begin]));
    const size_t middle = window.size() / 2;
    out[i] = window.size() % 2 == 1 ? window[middle] : 0.5 * (window[middle - 1] + window[middle]);
  }
  return out;
}

std::vector<double> remove_median_baseline(std::span<const double> signal, double sample_rate_hz) {
  const auto short_width = static_cast<size_t>(std::llround(0.2 * sample_rate_hz)) | 1U;
  const auto long_width = static_cast<size_t>(std::llround(0.6 * sample_rate_hz)) | 1U;
  const auto baseline = running_median(running_median(signal, short_width), long_width);
  std::vector<double> out(signal.begin(), signal.end());
  for (size_t i = 0; i < out.size(); ++i) out[i] -= baseline[i];
  return out;
}

}  // namespace purkinje::data
