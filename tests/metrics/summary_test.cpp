// Means over replicates, and what printed numbers imply about each other.
#include "metrics/summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "metrics/class_mean.h"
#include "metrics/consistency.h"

namespace purkinje::metrics {
namespace {

// Cardiotoxicity study: 43 positives and 514 negatives.
constexpr double kPrevalence = 43.0 / 557.0;

struct PrintedRow {
  double roc_auc, accuracy, precision, sensitivity, specificity;
};

}  // namespace

TEST(Summary, has_the_mean_and_the_deviation_with_n_minus_one) {
  const auto summary = summarise({1.0, 2.0, 3.0, 4.0});

  EXPECT_EQ(summary.mean, 2.5);
  EXPECT_NEAR(*summary.sd, std::sqrt(5.0 / 3.0), 1e-15);
  EXPECT_EQ(summary.n, 4u);
}

TEST(Summary, counts_what_is_missing_and_leaves_it_out) {
  const auto summary = summarise({1.0, std::nullopt, 3.0, std::numeric_limits<double>::quiet_NaN()});

  EXPECT_EQ(summary.mean, 2.0);
  EXPECT_EQ(summary.n, 2u);
  EXPECT_EQ(summary.missing, 2u);
}

TEST(Summary, of_one_value_has_no_deviation_and_of_none_no_mean) {
  EXPECT_EQ(summarise({0.5}).mean, 0.5);
  EXPECT_FALSE(summarise({0.5}).sd);
  EXPECT_FALSE(summarise({std::nullopt}).mean);
  EXPECT_FALSE(summarise({}).mean);
}

TEST(Summary, of_close_values_far_from_zero_keeps_its_deviation) {
  EXPECT_NEAR(*summarise({1e9 + 1, 1e9 + 2, 1e9 + 3}).sd, 1.0, 1e-9);
}

TEST(ClassMean, leaves_classes_without_a_value_out) {
  EXPECT_EQ(mean_over_classes({0.5, std::nullopt, 1.0}).value, 0.75);
}

TEST(ClassMean, without_any_value_says_of_how_many_classes) {
  const auto mean = mean_over_classes({std::nullopt, std::nullopt});

  EXPECT_FALSE(mean.value);
  EXPECT_EQ(mean.reason, "undefined for each of 2 classes");
}

TEST(Consistency, accuracy_follows_from_sensitivity_specificity_and_prevalence) {
  EXPECT_NEAR(implied_accuracy(0.507, 0.967, kPrevalence), 0.931, 5e-4);
}

TEST(Consistency, precision_follows_from_sensitivity_specificity_and_prevalence) {
  EXPECT_NEAR(*implied_precision(0.507, 0.967, kPrevalence).value, 0.562, 5e-4);
  EXPECT_FALSE(implied_precision(0.0, 1.0, kPrevalence).value);
}

TEST(Consistency, a_printed_area_below_its_own_operating_point_is_seen) {
  const PrintedRow cnn_gru{0.541, 0, 0, 0.776, 0.886};

  EXPECT_NEAR(least_roc_auc(cnn_gru.sensitivity, cnn_gru.specificity), 0.688, 5e-4);
  EXPECT_GT(least_roc_auc(cnn_gru.sensitivity, cnn_gru.specificity), cnn_gru.roc_auc);
}

}  // namespace purkinje::metrics
