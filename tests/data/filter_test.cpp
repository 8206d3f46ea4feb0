// Butterworth filters against scipy.signal.sosfiltfilt, medians against their definition.
#include "data/signal/filter.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

namespace purkinje::data {
namespace {

TEST(Filter, agrees_with_scipy_for_every_golden_filter) {
  const Json values = Json::parse(read_file(PURKINJE_SOURCE_DIR "/tests/golden/signals/golden.json"));
  const auto input = values["input"].get<std::vector<double>>();

  for (const auto& entry : values["filters"]) {
    const auto kind = entry["kind"].get<std::string>();
    const int order = entry["order"];
    const double rate = entry["rate"], edge = entry["edges"][0];
    const auto sections = kind == "lowpass"    ? butterworth_lowpass(order, edge, rate)
                          : kind == "highpass" ? butterworth_highpass(order, edge, rate)
                                               : butterworth_bandpass(order, edge, entry["edges"][1], rate);
    const auto output = filter_both_ways(sections, input);

    ASSERT_EQ(output.size(), input.size());
    for (size_t i = 0; i < output.size(); ++i)
      ASSERT_NEAR(output[i], entry["output"][i].get<double>(), 1e-9) << kind << " " << order << " at " << i;
  }
}

TEST(Filter, several_side_by_side_give_what_each_gives) {
  std::vector<double> input;
  for (int i = 0; i < 700; ++i) input.push_back(std::sin(0.05 * i) + 0.3 * std::sin(0.9 * i) + 0.001 * i);
  const std::vector<Section> filters{butterworth_lowpass(2, 10, 500).at(0),
                                     butterworth_lowpass(2, 35, 500).at(0)};

  for (const size_t length : {0U, 1U, 2U, 5U, 700U}) {
    const std::vector<double> part(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(length));
    const auto outputs = filter_both_ways_each(filters, part);

    ASSERT_EQ(outputs.size(), 2u);
    for (size_t k = 0; k < 2; ++k) EXPECT_EQ(outputs[k], filter_both_ways(std::span(&filters[k], 1), part));
  }
}

TEST(Filter, highpass_removes_an_offset_and_lowpass_keeps_it) {
  const std::vector<double> offset(400, 3.0);

  for (const double y : filter_both_ways(butterworth_highpass(3, 0.5, 360), offset)) EXPECT_NEAR(y, 0, 1e-9);
  for (const double y : filter_both_ways(butterworth_lowpass(3, 40, 360), offset)) EXPECT_NEAR(y, 3, 1e-9);
}

TEST(Filter, edge_above_half_the_rate_is_refused) {
  EXPECT_THROW(butterworth_lowpass(2, 180, 360), InputError);
  EXPECT_THROW(butterworth_highpass(2, 0, 360), InputError);
  EXPECT_THROW(butterworth_bandpass(2, 20, 10, 360), InputError);
  EXPECT_THROW(butterworth_lowpass(0, 10, 360), InputError);
}

TEST(Filter, signal_shorter_than_its_continuation_is_filtered_all_the_same) {
  const auto sections = butterworth_bandpass(3, 0.5, 40, 360);

  EXPECT_EQ(filter_both_ways(sections, std::vector<double>{1.0}).size(), 1u);
  EXPECT_EQ(filter_both_ways(sections, std::vector<double>{1.0, 2.0, 3.0}).size(), 3u);
  EXPECT_TRUE(filter_both_ways(sections, std::vector<double>{}).empty());
}

RC_GTEST_PROP(RunningMedian, is_the_median_of_the_samples_around_each, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-5, 5));
  const std::vector<double> signal(raw.begin(), raw.end());
  const auto width = static_cast<size_t>(2 * *rc::gen::inRange(0, 10) + 1);

  const auto medians = running_median(signal, width);

  RC_ASSERT(medians.size() == signal.size());
  for (size_t i = 0; i < signal.size(); ++i) {
    const size_t from = i >= width / 2 ? i - width / 2 : 0, to = std::min(signal.size(), i + width / 2 + 1);
    std::vector<double> window(signal.begin() + static_cast<long>(from),
                               signal.begin() + static_cast<long>(to));
    std::sort(window.begin(), window.end());
    const size_t m = window.size() / 2;
    RC_ASSERT(medians[i] == (window.size() % 2 == 1 ? window[m] : (window[m - 1] + window[m]) / 2));
  }
}

TEST(MedianBaseline, removes_slow_wander_and_keeps_a_narrow_spike) {
  std::vector<double> signal(3600);
  for (size_t i = 0; i < signal.size(); ++i)
    signal[i] = 0.5 * std::sin(2 * std::numbers::pi * 0.1 * static_cast<double>(i) / 360) +
                (i % 300 == 150 ? 1.0 : 0.0);

  const auto clean = remove_median_baseline(signal, 360);

  for (size_t i = 300; i < 3300; ++i) ASSERT_NEAR(clean[i], i % 300 == 150 ? 1.0 : 0.0, 0.02) << i;
}

}  // namespace
}  // namespace purkinje::data
