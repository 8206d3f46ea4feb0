// Streams that must draw the same numbers for ever, on every machine.
#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

namespace purkinje {

TEST(RandomStream, draws_the_published_numbers_of_splitmix64) {
  RandomStream stream(1234567);  // the test vector that circulates with the reference implementation

  EXPECT_EQ(stream.bits(), 6457827717110365317ULL);
  EXPECT_EQ(stream.bits(), 3203168211198807973ULL);
  EXPECT_EQ(stream.bits(), 9817491932198370423ULL);
}

TEST(RandomStream, has_golden_first_draws) {
  EXPECT_EQ(random_key(0, 0, ""), 10534787583782664602ULL);
  EXPECT_EQ(random_key(7, 2, "sampling", 3, 11), 17730492220992663479ULL);
  RandomStream stream(random_key(7, 2, "sampling", 3, 11));
  EXPECT_EQ(stream.uniform(), 0.6340266953931071);
  EXPECT_EQ(stream.below(1000), 783u);
  EXPECT_NEAR(stream.normal(), -0.5008085161164422, 1e-15);
  std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7};
  RandomStream(42).shuffle(items);
  EXPECT_EQ(items, (std::vector<int>{3, 1, 6, 2, 4, 0, 7, 5}));
}

TEST(RandomKey, differs_when_any_part_differs) {
  const std::set<uint64_t> keys{random_key(1, 2, "a", 3, 4), random_key(2, 1, "a", 3, 4),
                                random_key(1, 2, "b", 3, 4), random_key(1, 2, "a", 4, 3),
                                random_key(1, 2, "a", 3, 5), random_key(1, 2, "", 3, 4)};

  EXPECT_EQ(keys.size(), 6u);
}

TEST(RandomStream, below_reaches_every_value_about_equally_often) {
  constexpr size_t kBound = 7, kDraws = 70000;
  RandomStream stream(1);
  std::array<double, kBound> seen{};

  for (size_t i = 0; i < kDraws; ++i) seen.at(stream.below(kBound)) += 1;

  double chi_square = 0;
  for (const double count : seen) chi_square += (count - 10000) * (count - 10000) / 10000;
  EXPECT_LT(chi_square, 22.46);  // 6 degrees of freedom, p = 0.001
}

TEST(RandomStream, below_has_no_bias_where_a_modulo_would_have_a_large_one) {
  constexpr uint64_t kBound = 3ULL << 62;  // a modulo would draw the lowest third twice as often
  RandomStream stream(2);
  int lowest_third = 0;

  for (int i = 0; i < 30000; ++i) lowest_third += stream.below(kBound) < (1ULL << 62);

  EXPECT_NEAR(lowest_third, 10000, 350);  // more than four standard deviations
}

TEST(RandomStream, below_one_is_zero) {
  EXPECT_EQ(RandomStream(3).below(1), 0u);
}

TEST(RandomStream, uniform_stays_in_its_interval_and_has_its_mean) {
  RandomStream stream(4);
  double sum = 0;

  for (int i = 0; i < 40000; ++i) {
    const double draw = stream.uniform(-2, 6);
    ASSERT_GE(draw, -2);
    ASSERT_LT(draw, 6);
    sum += draw;
  }

  EXPECT_NEAR(sum / 40000, 2.0, 0.05);
}

TEST(RandomStream, normal_has_mean_zero_and_variance_one) {
  RandomStream stream(5);
  double sum = 0, squares = 0;

  for (int i = 0; i < 40000; ++i) {
    const double draw = stream.normal();
    ASSERT_TRUE(std::isfinite(draw));
    sum += draw;
    squares += draw * draw;
  }

  EXPECT_NEAR(sum / 40000, 0.0, 0.02);
  EXPECT_NEAR(squares / 40000, 1.0, 0.03);
}

TEST(RandomStream, shuffle_keeps_every_item_once) {
  std::vector<int> items(100);
  std::iota(items.begin(), items.end(), 0);
  const auto before = items;

  RandomStream(6).shuffle(items);

  EXPECT_NE(items, before);
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items, before);
}

}  // namespace purkinje
