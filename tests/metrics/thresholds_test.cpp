// How ties between thresholds are broken, and which threshold is meant.
#include "metrics/thresholds.h"

#include <gtest/gtest.h>

#include "metrics/confusion.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

using Kind = ThresholdRule::Kind;

}  // namespace

TEST(Thresholds, a_score_equal_to_the_threshold_is_positive) {
  const auto counts = confusion_at(ranked({0.5, 0.5, 0.4}, {1, 0, 0}), 0.5);

  EXPECT_EQ(counts, (Confusion{1, 1, 1, 0}));
}

TEST(Thresholds, max_f1_takes_the_largest_among_equals) {
  // At 0.9: TP 1, FP 0, FN 1, F1 2/3. At 0.1: TP 2, FP 2, FN 0, F1 2/3.
  EXPECT_EQ(choose_threshold({Kind::max_f1}, ranked({0.9, 0.6, 0.3, 0.1}, {1, 0, 0, 1})).value, 0.9);
}

TEST(Thresholds, youden_takes_the_largest_among_equals) {
  // At 0.9 and at 0.3 sensitivity + specificity is 3/2.
  EXPECT_EQ(choose_threshold({Kind::youden}, ranked({0.9, 0.6, 0.3, 0.1}, {1, 0, 1, 0})).value, 0.9);
}

TEST(Thresholds, sensitivity_at_specificity_takes_the_most_specific_of_equal_sensitivity) {
  // Both 0.8 and 0.7 find the only positive; 0.7 lets a negative through, which 2/3 would allow.
  const auto points = ranked({0.8, 0.7, 0.6, 0.5}, {1, 0, 0, 0});

  EXPECT_EQ(choose_threshold({Kind::sensitivity_at_specificity, 0.6}, points).value, 0.8);
}

TEST(Thresholds, specificity_at_sensitivity_takes_the_most_sensitive_of_equal_specificity) {
  // Both 0.8 and 0.7 call no negative; half of the sensitivity would do.
  const auto points = ranked({0.8, 0.7, 0.6, 0.5}, {1, 1, 0, 0});

  EXPECT_EQ(choose_threshold({Kind::specificity_at_sensitivity, 0.5}, points).value, 0.7);
}

TEST(Thresholds, the_wanted_share_is_held_when_met_exactly) {
  std::vector<double> score;
  for (int i = 0; i < 10; ++i) score.push_back(0.05 + 0.1 * i);
  score.push_back(0.9);  // a positive below one of ten negatives
  std::vector<int8_t> label(10, 0);
  label.push_back(1);

  EXPECT_EQ(choose_threshold({Kind::sensitivity_at_specificity, 0.9}, ranked(score, label)).value, 0.9);
}

TEST(Thresholds, a_fixed_one_needs_no_data) {
  EXPECT_EQ(choose_threshold({Kind::fixed, 0.25}, ranked({}, {})).value, 0.25);
}

TEST(Thresholds, max_f1_needs_positives_only_and_youden_both) {
  EXPECT_EQ(choose_threshold({Kind::max_f1}, ranked({0.2, 0.7}, {1, 1})).value, 0.2);
  EXPECT_EQ(choose_threshold({Kind::youden}, ranked({0.2, 0.7}, {1, 1})).reason,
            "no negatives among 2 samples");
}

}  // namespace purkinje::metrics
