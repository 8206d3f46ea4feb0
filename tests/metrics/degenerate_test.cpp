// Data that no metric is made for: values are empty with a reason, nothing is NaN, nothing throws.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "metrics/curves.h"
#include "metrics/evaluation.h"
#include "metrics/probability.h"
#include "metrics/ranking.h"
#include "metrics/thresholds.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const std::vector<ThresholdRule>& all_rules() {
  using Kind = ThresholdRule::Kind;
  static const std::vector<ThresholdRule> kRules{{Kind::fixed, 0.5},
                                                 {Kind::max_f1},
                                                 {Kind::youden},
                                                 {Kind::sensitivity_at_specificity, 0.9},
                                                 {Kind::specificity_at_sensitivity, 0.9}};
  return kRules;
}

// What must hold for any input: a value that is finite or a reason, never both, never neither.
void expect_sound(const Evaluation& evaluation) {
  EXPECT_FALSE(evaluation.values.empty());
  for (const auto& value : evaluation.values) {
    EXPECT_EQ(value.value.has_value(), value.reason.empty()) << value.name << " " << value.rule;
    if (value.value) {
      EXPECT_TRUE(std::isfinite(*value.value)) << value.name << " " << value.rule;
    }
  }
  for (const auto& threshold : evaluation.thresholds) {
    EXPECT_EQ(threshold.value.has_value(), threshold.reason.empty()) << threshold.rule;
    if (threshold.value) {
      EXPECT_TRUE(std::isfinite(*threshold.value)) << threshold.rule;
    }
  }
  for (const auto& curve : evaluation.curves)
    for (const auto& point : curve.points)
      EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y) &&
                  std::isfinite(point.threshold.value_or(0)));
}

std::string reason_of(const Evaluation& evaluation, const std::string& name, const std::string& rule = "") {
  for (const auto& value : evaluation.values)
    if (value.name == name && value.rule == rule) return value.reason;
  return "no such value";
}

}  // namespace

TEST(Degenerate, one_class_only_leaves_the_area_undefined_with_the_count) {
  EXPECT_EQ(roc_auc(ranked(std::vector<double>(12, 0.5), std::vector<int8_t>(12, 0))).reason,
            "no positives among 12 samples");
  EXPECT_EQ(roc_auc(ranked({0.1, 0.2}, {1, 1})).reason, "no negatives among 2 samples");
  EXPECT_EQ(auprc(ranked({0.1}, {0})).reason, "no positives among 1 sample");
}

TEST(Degenerate, average_precision_without_negatives_is_one) {
  EXPECT_EQ(auprc(ranked({0.1, 0.2}, {1, 1})).value, 1.0);
}

TEST(Degenerate, constant_scores_have_half_the_area_and_two_vertices) {
  const auto points = ranked({0.5, 0.5, 0.5}, {1, 0, 0});

  EXPECT_EQ(roc_auc(points).value, 0.5);
  EXPECT_EQ(roc_curve(points).points.size(), 2u);
}

TEST(Degenerate, scores_that_are_not_a_number_are_counted_in_the_reason) {
  const auto scores = scores_of({kNaN, 0.2, kNaN, 0.7, kNaN}, {1, 0, 0, 1, 1});

  const auto evaluation = evaluate(Task::binary, {"x"}, scores, nullptr, all_rules());

  expect_sound(evaluation);
  for (const auto& value : evaluation.values)
    EXPECT_EQ(value.reason, "3 scores are not a number") << value.name;
  EXPECT_TRUE(evaluation.curves.empty());
  EXPECT_EQ(evaluation.counts.front().positives, 3u);
}

TEST(Degenerate, not_a_number_where_the_label_is_unknown_does_no_harm) {
  EXPECT_EQ(roc_auc(ranked({kNaN, 0.2, 0.7}, {-1, 0, 1})).value, 1.0);
}

TEST(Degenerate, no_samples_give_an_evaluation_full_of_reasons) {
  for (const Task task : {Task::binary, Task::multi_label, Task::multi_class}) {
    const std::vector<std::string> names =
        task == Task::binary ? std::vector<std::string>{"x"} : std::vector<std::string>{"x", "y"};

    const auto evaluation = evaluate(task, names, Scores{}, nullptr, all_rules());

    expect_sound(evaluation);
    EXPECT_EQ(reason_of(evaluation, "roc_auc"), "no samples");
  }
}

TEST(Degenerate, unknown_labels_only_are_said_to_be_so) {
  const auto evaluation =
      evaluate(Task::binary, {"x"}, scores_of({0.1, 0.2}, {-1, -1}), nullptr, all_rules());

  expect_sound(evaluation);
  EXPECT_EQ(reason_of(evaluation, "auprc"), "no samples with a known label among 2");
  EXPECT_EQ(evaluation.counts.front().unknown, 2u);
}

TEST(Degenerate, infinite_scores_rank_but_are_never_a_threshold) {
  const auto scores = scores_of({kInfinity, 3, 2, -kInfinity}, {1, 1, 0, 0});

  const auto evaluation = evaluate(Task::binary, {"x"}, scores, nullptr, all_rules());

  expect_sound(evaluation);
  EXPECT_EQ(roc_auc(ranked(scores.score, scores.label)).value, 1.0);
  EXPECT_EQ(choose_threshold({ThresholdRule::Kind::youden}, ranked(scores.score, scores.label)).value, 3.0);
}

TEST(Degenerate, infinite_scores_alone_leave_no_threshold) {
  const auto points = ranked({kInfinity, -kInfinity}, {1, 0});

  EXPECT_EQ(choose_threshold({ThresholdRule::Kind::max_f1}, points).reason, "no finite score");
  EXPECT_FALSE(roc_curve(points).points.back().threshold);
}

TEST(Degenerate, probabilities_outside_their_range_are_named) {
  EXPECT_EQ(brier(sample_of({0.5, 1.5}, {0, 1})).reason, "score 1.5 is not a probability");
  EXPECT_EQ(log_loss(sample_of({-0.25}, {0})).reason, "score -0.25 is not a probability");
}

TEST(Degenerate, a_certain_mistake_costs_a_finite_log_loss) {
  const auto loss = log_loss(sample_of({0.0}, {1}));

  EXPECT_NEAR(*loss.value, 52 * std::log(2.0), 1e-12);
}

TEST(Degenerate, a_threshold_that_does_not_exist_leaves_its_metrics_undefined) {
  const auto scores = scores_of({0.9, 0.1, 0.2}, {0, 1, 1});

  const auto evaluation = evaluate(Task::binary, {"x"}, scores, nullptr, all_rules());

  EXPECT_EQ(reason_of(evaluation, "f1", "sensitivity_at_specificity_0.9"),
            "no threshold: no score holds a specificity of 0.9");
}

TEST(Degenerate, validation_of_one_class_leaves_its_thresholds_undefined_and_the_tests_ones_defined) {
  const auto test = scores_of({0.1, 0.9}, {0, 1});
  const auto validation = scores_of({0.1, 0.9}, {0, 0});

  const auto evaluation = evaluate(Task::binary, {"x"}, test, &validation, all_rules());

  expect_sound(evaluation);
  for (const auto& threshold : evaluation.thresholds)
    EXPECT_EQ(threshold.value.has_value(), threshold.chosen_on != "validation") << threshold.rule;
}

TEST(Degenerate, multi_class_rows_without_exactly_one_class_are_unknown) {
  const auto scores = scores_of({0.8, 0.2, 0.3, 0.7, 0.6, 0.4, 0.5, 0.5}, {1, 0, 0, 0, 1, 1, -1, -1}, 2);

  const auto evaluation = evaluate(Task::multi_class, {"x", "y"}, scores, nullptr, {});

  expect_sound(evaluation);
  EXPECT_THAT(evaluation.confusion, testing::ElementsAre(1, 0, 0, 0));
  for (const auto& value : evaluation.values)
    if (value.name == "accuracy" && value.class_name.empty()) {
      EXPECT_EQ(value.value, 1.0);
    }
}

}  // namespace purkinje::metrics
