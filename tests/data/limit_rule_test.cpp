// A limit from several estimates, and limits drawn to those of the neighbouring beats.
#include "data/delineation/limit_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace purkinje::data {
namespace {

constexpr double kRateHz = 500, kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<BeatShape> beats_every_second(size_t count) {
  std::vector<BeatShape> beats;
  for (size_t i = 0; i < count; ++i) beats.push_back({static_cast<int64_t>(500 * i), 20});
  return beats;
}

TEST(LimitRule, weighs_its_estimates_and_leaves_the_rest_to_the_middle_band) {
  const LimitEstimates estimates{100, 110, 120, 140};

  EXPECT_DOUBLE_EQ(blended(estimates, 0, 1, {}, kRateHz), 110);
  EXPECT_DOUBLE_EQ(blended(estimates, 0, 1, {.low_share = 0.5}, kRateHz), 105);
  EXPECT_DOUBLE_EQ(
      blended(estimates, 0, 1, {.low_share = 0.2, .high_share = 0.2, .tangent_share = 0.1}, kRateHz), 113);
}

TEST(LimitRule, goes_outwards_and_to_the_usual_width_on_either_side) {
  const LimitEstimates end{0, 110, 0, 0}, onset{0, 90, 0, 0};

  EXPECT_DOUBLE_EQ(blended(end, 100, 1, {.outward_s = 0.01}, kRateHz), 115);
  EXPECT_DOUBLE_EQ(blended(onset, 100, -1, {.outward_s = 0.01}, kRateHz), 85);
  EXPECT_DOUBLE_EQ(blended(end, 100, 1, {.usual_s = 0.04, .usual_share = 0.5}, kRateHz), 115);
  EXPECT_DOUBLE_EQ(blended(onset, 100, -1, {.usual_s = 0.04, .usual_share = 0.5}, kRateHz), 85);
}

TEST(LimitRule, tangent_meets_the_level_beyond_the_limit) {
  std::vector<double> ramp(500, 0);  // 1 mV, falling from sample 100 to 150
  for (int i = 0; i < 150; ++i) ramp[static_cast<size_t>(i)] = i < 100 ? 1 : (150 - i) / 50.0;
  const SlopedSignal falling(ramp, kRateHz);
  std::vector<double> mirrored(ramp.rbegin(), ramp.rend());
  const SlopedSignal rising(mirrored, kRateHz);

  EXPECT_NEAR(tangent_limit(falling, 125, 145, 1, kRateHz), 150, 0.01);
  EXPECT_NEAR(tangent_limit(rising, 374, 354, -1, kRateHz), 349, 0.01);
  EXPECT_DOUBLE_EQ(tangent_limit(falling, 125, 300, 1, kRateHz), 270) << "at most 60 ms from the limit";
  EXPECT_DOUBLE_EQ(tangent_limit(falling, 50, 60, 1, kRateHz), 60) << "no slope, no tangent";
}

TEST(LimitRule, limits_are_drawn_to_the_median_distance_and_outliers_within_50_ms_of_it) {
  const auto beats = beats_every_second(5);
  std::vector<double> limits{100, 600, 1110, 1700, kNone};

  draw_to_neighbours(limits, beats, {.neighbours_share = 0.5}, kRateHz);

  // The median of 100, 100, 110 and 200 is the upper middle one.
  EXPECT_DOUBLE_EQ(limits[0], 105);
  EXPECT_DOUBLE_EQ(limits[2], 1110);
  EXPECT_DOUBLE_EQ(limits[3], 1500 + 110 + 12.5);
  EXPECT_TRUE(std::isnan(limits[4]));
}

TEST(LimitRule, complexes_of_another_form_are_no_neighbours) {
  auto beats = beats_every_second(6);
  beats[1].slope_mv_s = -20;
  beats[2].slope_mv_s = 40;
  const std::vector<double> before{100, 650, 1150, 1600, 2100, 2610};
  auto limits = before;

  draw_to_neighbours(limits, beats, {.neighbours_share = 1}, kRateHz);

  EXPECT_THAT(limits, testing::ElementsAre(100, 650, 1150, 1600, 2100, 2600));
}

TEST(LimitRule, scattered_or_few_neighbours_draw_nothing) {
  const auto beats = beats_every_second(4);
  const std::vector<double> scattered{100, 640, 1190, 1750}, few{100, 640, kNone, kNone};
  auto of_scattered = scattered, of_few = few;

  draw_to_neighbours(of_scattered, beats, {.neighbours_share = 1}, kRateHz);
  draw_to_neighbours(of_few, beats, {.neighbours_share = 1}, kRateHz);

  EXPECT_EQ(of_scattered, scattered);
  EXPECT_DOUBLE_EQ(of_few[0], 100);
  EXPECT_DOUBLE_EQ(of_few[1], 640);
}

}  // namespace
}  // namespace purkinje::data
