// Turning points of made signals, and which of them is taken for a beat's wave.
#include "data/delineation/turn_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace purkinje::data {
namespace {

Turn turn_at(int64_t at, double steepness) {
  return {at, at - 5, at + 5, steepness, steepness};
}

constexpr TurnRule kRule{0.5, 10, 0.5, 0.6};

TEST(Turns, lie_where_the_slope_changes_its_sign) {
  std::vector<double> sine(1000);  // 2 Hz at 500 Hz: peaks at 62.5, 187.5, ...
  for (size_t i = 0; i < sine.size(); ++i)
    sine[i] = std::sin(2 * std::numbers::pi * 2 * static_cast<double>(i) / 500);
  const SlopedSignal signal(sine, 40, 500);

  const auto turns = turns_of(signal, 10, 240);

  ASSERT_EQ(turns.size(), 2u);
  EXPECT_THAT(turns[0].at, testing::AnyOf(62, 63));
  EXPECT_THAT(turns[1].at, testing::AnyOf(187, 188));
  EXPECT_NEAR(static_cast<double>(turns[0].after), 125, 1);
  EXPECT_NEAR(turns[0].steepness_after, 2 * std::numbers::pi * 2, 0.1);
  EXPECT_TRUE(turns_of(signal, 200, 200).empty());
}

TEST(TurnChoice, takes_the_steepest_of_a_single_beat) {
  const std::vector<int64_t> origins{100};

  const auto chosen = choose_turns({{turn_at(40, 1), turn_at(60, 3), turn_at(80, 2)}}, origins, kRule);

  ASSERT_TRUE(chosen[0]);
  EXPECT_EQ(chosen[0]->turn.at, 60);
  ASSERT_TRUE(chosen[0]->next);
  EXPECT_EQ(chosen[0]->next->at, 80);
  EXPECT_FALSE(chosen[0]->regular);
}

TEST(TurnChoice, prefers_the_place_of_the_neighbours_unless_another_is_much_steeper) {
  std::vector<std::vector<Turn>> turns;
  std::vector<int64_t> origins;
  for (int64_t beat = 0; beat < 6; ++beat) {
    origins.push_back(1000 * beat);
    turns.push_back({turn_at(1000 * beat - 80, 2)});
  }
  turns[2] = {turn_at(2000 - 150, 3), turn_at(2000 - 78, 2)};  // the usual place is steep enough
  turns[4] = {turn_at(4000 - 150, 9), turn_at(4000 - 78, 2)};  // here it is not

  const auto chosen = choose_turns(turns, origins, kRule);

  EXPECT_EQ(chosen[2]->turn.at, 2000 - 78);
  EXPECT_TRUE(chosen[2]->regular && chosen[2]->agrees);
  EXPECT_EQ(chosen[4]->turn.at, 4000 - 150);
  EXPECT_TRUE(chosen[4]->regular);
  EXPECT_FALSE(chosen[4]->agrees);
}

TEST(TurnChoice, scattered_neighbours_are_not_regular_and_beats_without_turns_stay_empty) {
  const std::vector<int64_t> origins{0, 1000, 2000, 3000};

  const auto chosen =
      choose_turns({{turn_at(-50, 1)}, {turn_at(900, 1)}, {}, {turn_at(2800, 1)}}, origins, kRule);

  EXPECT_FALSE(chosen[2]);
  for (const size_t i : {0U, 1U, 3U}) EXPECT_FALSE(chosen[i]->regular);
}

}  // namespace
}  // namespace purkinje::data
