// Resampling against scipy.signal.resample_poly with the same filter, and on tones.
#include "data/signal/resample.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

namespace purkinje::data {
namespace {

Json golden() {
  return Json::parse(read_file(PURKINJE_SOURCE_DIR "/tests/golden/signals/golden.json"));
}

std::vector<double> tone(double frequency_hz, double rate_hz, size_t samples) {
  std::vector<double> out(samples);
  for (size_t i = 0; i < samples; ++i)
    out[i] = std::sin(2 * std::numbers::pi * frequency_hz * static_cast<double>(i) / rate_hz);
  return out;
}

TEST(Resample, agrees_with_scipy_for_every_golden_ratio) {
  const Json values = golden();
  const auto input = values["input"].get<std::vector<double>>();

  for (const auto& entry : values["resample"]) {
    const Ratio ratio = {entry["up"], entry["down"]};
    const auto filter = resampling_filter(ratio);
    const auto output = resample(input, ratio);

    for (size_t i = 0; i < entry["filter"].size(); ++i)
      ASSERT_NEAR(filter[i], entry["filter"][i].get<double>(), 1e-12);
    ASSERT_EQ(output.size(), entry["output"].size());
    for (size_t i = 0; i < output.size(); ++i)
      ASSERT_NEAR(output[i], entry["output"][i].get<double>(), 1e-9)
          << ratio.up << "/" << ratio.down << " at " << i;
  }
}

TEST(Resample, rates_become_ratios_in_lowest_terms) {
  EXPECT_EQ(rate_ratio(360, 125).up, 25);
  EXPECT_EQ(rate_ratio(360, 125).down, 72);
  EXPECT_EQ(rate_ratio(360, 150).up, 5);
  EXPECT_EQ(rate_ratio(500, 100).down, 5);
  EXPECT_EQ(rate_ratio(500, 500).up, 1);
  EXPECT_EQ(rate_ratio(250, 500).up, 2);
  EXPECT_EQ(rate_ratio(257, 500).down, 257);
  EXPECT_EQ(rate_ratio(62.5, 100).up, 8);
  EXPECT_THROW(rate_ratio(100, 100 * std::numbers::pi), InputError);
  EXPECT_THROW(rate_ratio(0, 100), InputError);
}

TEST(Resample, tone_below_the_cut_keeps_amplitude_and_phase_and_one_above_vanishes) {
  const auto ratio = rate_ratio(500, 100);
  const auto kept = resample(tone(35, 500, 5000), ratio), removed = resample(tone(55, 500, 5000), ratio);
  const auto expected = tone(35, 100, 1000);

  for (size_t i = 50; i < 950; ++i) {
    ASSERT_NEAR(kept[i], expected[i], 1e-3);
    ASSERT_NEAR(removed[i], 0, 1e-3);
  }
}

TEST(Resample, constant_stays_constant_up_to_the_edges) {
  for (const auto& y : resample(std::vector<double>(300, 2.5), rate_ratio(360, 125)))
    EXPECT_NEAR(y, 2.5, 1e-3);
}

TEST(Resample, number_of_samples_is_rounded_up_and_one_sample_is_enough) {
  EXPECT_EQ(resample(std::vector<double>(11, 1.0), Ratio{1, 5}).size(), 3u);
  EXPECT_EQ(resample(std::vector<double>(1, 1.0), Ratio{1, 5}).size(), 1u);
  EXPECT_TRUE(resample(std::vector<double>(), Ratio{1, 5}).empty());
}

}  // namespace
}  // namespace purkinje::data
