// From sums inside the waves of an ECG to metrics.
#include "metrics/region_means.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "metrics/registry.h"

namespace purkinje::metrics {
namespace {

MetricValue of(const std::vector<MetricValue>& values, const std::string& name) {
  for (const auto& value : values)
    if (value.name == name) return value;
  ADD_FAILURE() << name << " is not there";
  return {};
}

// Two samples of 100 and 50 time steps; the second has no P wave.
const RegionSums kTwo{2, {1, 1, 2, 0, 3, 0, 1, 0}, {70, 10, 10, 10, 40, 0, 5, 5}};

}  // namespace

TEST(RegionMeans, shares_are_means_over_samples) {
  const auto values = region_values("attention", kTwo);

  EXPECT_EQ(values.size(), 12u);
  EXPECT_DOUBLE_EQ(*of(values, "attention_share_baseline").value, (0.25 + 0.75) / 2);
  EXPECT_DOUBLE_EQ(*of(values, "attention_share_qrs").value, (0.5 + 0.25) / 2);
  EXPECT_DOUBLE_EQ(*of(values, "attention_share_p").value, (0.25 + 0.0) / 2);
  EXPECT_DOUBLE_EQ(*of(values, "attention_time_baseline").value, (0.7 + 0.8) / 2);
}

TEST(RegionMeans, weight_a_time_step_is_over_all_samples) {
  const auto values = region_values("grad_cam", kTwo);

  EXPECT_DOUBLE_EQ(*of(values, "grad_cam_mean_qrs").value, 3.0 / 15);
  EXPECT_DOUBLE_EQ(*of(values, "grad_cam_mean_p").value, 1.0 / 10);
}

TEST(RegionMeans, of_a_region_that_never_occurs_have_a_reason) {
  const auto values = region_values("attention", {1, {1, 0, 1, 0}, {90, 0, 10, 0}});

  EXPECT_EQ(of(values, "attention_mean_p").reason, "no time step of the region p in 1 sample");
  EXPECT_EQ(of(values, "attention_share_p").value, 0.0);
}

TEST(RegionMeans, of_nothing_have_reasons) {
  EXPECT_EQ(of(region_values("attention", {}), "attention_share_t").reason, "no samples");
  EXPECT_EQ(of(region_values("attention", {1, {0, 0, 0, 0}, {0, 0, 0, 0}}), "attention_share_t").reason,
            "no weight in 1 sample");
  EXPECT_EQ(of(region_values("attention", {1, {0, 0, 0, 0}, {0, 0, 0, 0}}), "attention_time_t").reason,
            "no time steps in 1 sample");
}

TEST(RegionMeans, leave_samples_without_weight_out_of_the_shares) {
  const auto values = region_values("grad_cam", {2, {0, 0, 0, 0, 0, 0, 1, 1}, {9, 1, 1, 1, 9, 1, 1, 1}});

  EXPECT_EQ(of(values, "grad_cam_share_t").value, 0.5);
  EXPECT_EQ(of(values, "grad_cam_mean_t").value, 0.5);
}

TEST(RegionMeans, of_a_weight_that_is_not_a_number_are_undefined) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto values = region_values("attention", {1, {nan, 0, 1, 0}, {90, 0, 10, 0}});

  EXPECT_EQ(of(values, "attention_share_qrs").reason, "a weight is not a finite number");
  EXPECT_EQ(of(values, "attention_mean_baseline").reason, "a weight is not a finite number");
  EXPECT_EQ(of(values, "attention_mean_qrs").value, 0.1);
}

TEST(RegionMeans, refuse_unknown_kinds_and_other_shapes) {
  EXPECT_THROW(region_values("saliency", kTwo), std::invalid_argument);
  EXPECT_THROW(region_values("attention", {2, {1, 2, 3, 4}, {1, 2, 3, 4}}), std::invalid_argument);
}

TEST(RegionMeans, all_have_a_label_and_none_is_among_the_metrics_of_predictions) {
  for (const auto& kind : region_kinds())
    for (const auto& value : region_values(kind, kTwo)) {
      const auto* info = find_metric(value.name);
      ASSERT_NE(info, nullptr) << value.name;
      EXPECT_EQ(info->kind(), MetricKind::traces);
      for (const auto& metric : metric_registry()) EXPECT_NE(metric.name, value.name);
    }
  EXPECT_EQ(find_metric("attention_share_qrs")->label, "share of attention in QRS");
  EXPECT_EQ(find_metric("grad_cam_mean_t")->label, "mean Grad-CAM in T");
}

}  // namespace purkinje::metrics
