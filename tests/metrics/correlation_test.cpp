// Pearson and Spearman: what is undefined, and what holds for any pairs.
#include "metrics/correlation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"

namespace purkinje::metrics {

TEST(GoldenCorrelation, agrees_with_scipy) {
  const auto cases =
      Json::parse(read_file(std::string(PURKINJE_SOURCE_DIR) + "/tests/golden/metrics/correlation.json"))
          .at("cases");
  ASSERT_GE(cases.size(), 5u);
  for (const auto& test : cases) {
    const auto x = test.at("x").get<std::vector<double>>(), y = test.at("y").get<std::vector<double>>();

    EXPECT_NEAR(*pearson(x, y).value, test.at("pearson").get<double>(), 1e-12) << test.at("name");
    EXPECT_NEAR(*spearman(x, y).value, test.at("spearman").get<double>(), 1e-12) << test.at("name");
    EXPECT_EQ(average_ranks(x), test.at("ranks").get<std::vector<double>>()) << test.at("name");
  }
}

TEST(Correlation, of_the_printed_thresholds_of_the_thirteen_classes_is_the_printed_one) {
  // Positive share in % and optimal threshold of CNN-TE, as printed.
  const std::vector<double> share{48.84, 8.13, 7.25, 2.45, 5.62, 4.25, 13.28,
                                  14.32, 5.55, 5.63, 7.97, 8.82, 6.02};
  const std::vector<double> threshold{.68, .97, .84, .97, .88, .89, .88, .79, .97, .90, .73, .94, .84};

  EXPECT_NEAR(*pearson(share, threshold).value, -0.683, 5e-4);
  EXPECT_NEAR(*spearman(share, threshold).value, -0.55, 5e-3);
  EXPECT_NEAR(*pearson({share.begin() + 1, share.end()}, {threshold.begin() + 1, threshold.end()}).value,
              -0.41, 5e-3);
}

TEST(Correlation, says_why_there_is_none) {
  EXPECT_EQ(pearson({}, {}).reason, "0 pairs, two are needed");
  EXPECT_EQ(spearman({1}, {2}).reason, "1 pair, two are needed");
  EXPECT_EQ(pearson({1, 1, 1}, {1, 2, 3}).reason, "all 3 numbers of the first quantity are equal");
  EXPECT_EQ(spearman({1, 2}, {0.5, 0.5}).reason, "all 2 numbers of the second quantity are equal");
  EXPECT_EQ(pearson({1, std::numeric_limits<double>::infinity()}, {1, 2}).reason,
            "inf is not a finite number");
  EXPECT_THROW(pearson({1, 2}, {1}), std::invalid_argument);
}

TEST(Correlation, never_leaves_its_range_and_survives_tiny_and_huge_numbers) {
  EXPECT_EQ(*pearson({1e-300, 2e-300, 3e-300}, {1e300, 2e300, 3e300}).value, 1.0);
  EXPECT_LE(*pearson({0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}).value, 1.0);
}

TEST(Correlation, of_ranks_does_not_change_under_increasing_transforms) {
  RandomStream stream(5);
  std::vector<double> x, y, transformed;
  for (int i = 0; i < 50; ++i) {
    x.push_back(std::floor(stream.uniform() * 10));
    y.push_back(stream.normal());
    transformed.push_back(std::exp(x.back()));
  }

  EXPECT_EQ(spearman(x, y).value, spearman(transformed, y).value);
  EXPECT_EQ(spearman(x, y).value, spearman(y, x).value);
}

}  // namespace purkinje::metrics
