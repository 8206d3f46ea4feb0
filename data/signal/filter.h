// Butterworth filters run forward and backward, and the two-median baseline.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace purkinje::data {

// A second-order section: b0 b1 b2 a1 a2, with a0 = 1.
using Section = std::array<double, 5>;

// Digital Butterworth filters as second-order sections: the analogue prototype, the edges pre-warped, the
// bilinear transform (Oppenheim, Schafer, "Discrete-Time Signal Processing", section 7.1). A band-pass has
// twice the order. Throws InputError for an edge that is not between 0 and half the rate.
std::vector<Section> butterworth_lowpass(int order, double edge_hz, double sample_rate_hz);
std::vector<Section> butterworth_highpass(int order, double edge_hz, double sample_rate_hz);
std::vector<Section> butterworth_bandpass(int order, double low_hz, double high_hz, double sample_rate_hz);

// Zero phase: forward, then backward, each starting in the steady state of its first sample, with the signal
// continued at both ends by a point reflection (Gustafsson 1996 discusses the choice). A signal shorter than
// the continuation is continued by less.
std::vector<double> filter_both_ways(std::span<const Section> sections, std::span<const double> signal);

// The same with several filters of one section each, side by side, which takes little longer than one.
std::vector<std::vector<double>> filter_both_ways_each(std::span<const Section> filters,
                                                       std::span<const double> signal);

// Median of the `width` samples around each sample; the window is cut at the ends.
std::vector<double> running_median(std::span<const double> signal, size_t width);

// The signal minus its baseline: medians over 200 ms, then over 600 ms (de Chazal, O'Dwyer, Reilly 2004).
std::vector<double> remove_median_baseline(std::span<const double> signal, double sample_rate_hz);

}  // namespace purkinje::data
