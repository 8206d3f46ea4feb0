// Metrics of all classes at once: decisions of exclusive classes, and of several labels a sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "metrics/label_sets.h"
#include "metrics/registry.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

MetricValue whole(const Evaluation& evaluation, const std::string& name, const std::string& chosen_on = "") {
  for (const auto& value : evaluation.values)
    if (value.name == name && value.class_name.empty() && value.chosen_on == chosen_on) return value;
  ADD_FAILURE() << name << " is not there";
  return {};
}

// Three samples of N, S, V in this order, decided as given.
Evaluation beats(const std::vector<size_t>& decided,
                 const std::vector<std::string>& names = {"N", "S", "V"}) {
  Scores scores{3, 3, std::vector<double>(9, 0.1), std::vector<int8_t>(9, 0)};
  for (size_t i = 0; i < 3; ++i) {
    scores.label[i * 3 + i] = 1;
    scores.score[i * 3 + decided[i]] = 0.8;
  }
  return evaluate(Task::multi_class, names, scores, nullptr, {});
}

}  // namespace

TEST(ConfusionMatrix, has_the_truth_in_rows_and_the_decision_in_columns) {
  EXPECT_THAT(beats({0, 0, 2}).confusion, ElementsAre(1, 0, 0, 1, 0, 0, 0, 0, 1));
}

TEST(ConfusionMatrix, is_empty_for_other_tasks_and_where_nothing_can_be_decided) {
  const auto two = scores_of({0.2, 0.8, 0.6, 0.4}, {0, 1, 1, 0}, 2);
  const auto broken = scores_of({kNaN, 0.8}, {0, 1}, 2);

  EXPECT_THAT(evaluate(Task::multi_label, {"x", "y"}, two, nullptr, {}).confusion, IsEmpty());
  EXPECT_THAT(evaluate(Task::multi_class, {"x", "y"}, broken, nullptr, {}).confusion, IsEmpty());
  EXPECT_THAT(evaluate(Task::multi_class, {"x", "y"}, Scores{}, nullptr, {}).confusion, IsEmpty());
}

TEST(JKappa, of_perfect_decisions_is_one) {
  EXPECT_EQ(whole(beats({0, 1, 2}), "j_kappa").value, 1.0);
}

TEST(JKappa, says_what_it_lacks) {
  EXPECT_EQ(whole(beats({0, 1, 2}, {"N", "S", "F"}), "j_kappa").reason, "no class is named V");
  EXPECT_EQ(whole(beats({0, 0, 2}), "j_kappa").reason, "S: no predicted positives among 3 samples");
}

TEST(ExactMatch, counts_a_sample_only_if_all_its_classes_are_right) {
  const auto scores = scores_of({0.9, 0.1, 0.9, 0.9, 0.2, 0.3, 0.5, 0.7}, {1, 0, 1, 0, 0, 0, 1, 1}, 2);

  const auto evaluation = evaluate(Task::multi_label, {"x", "y"}, scores, nullptr, {ThresholdRule{}});

  EXPECT_EQ(whole(evaluation, "exact_match", "fixed").value, 0.75);
}

TEST(ExactMatch, leaves_out_samples_with_an_unknown_label) {
  const auto scores = scores_of({0.9, 0.1, 0.9, 0.9}, {1, 0, -1, 0}, 2);
  const auto unknown = scores_of({0.9, 0.1}, {1, -1}, 2);

  const auto evaluation = evaluate(Task::multi_label, {"x", "y"}, scores, nullptr, {ThresholdRule{}});
  const auto none = evaluate(Task::multi_label, {"x", "y"}, unknown, nullptr, {ThresholdRule{}});

  EXPECT_EQ(whole(evaluation, "exact_match", "fixed").value, 1.0);
  EXPECT_EQ(whole(none, "exact_match", "fixed").reason, "no samples whose labels are all known among 1");
}

TEST(ExactMatch, needs_a_threshold_for_every_class) {
  const auto scores = scores_of({0.9, 0.1, 0.2, 0.9}, {1, 0, 0, 0}, 2);

  const auto evaluation =
      evaluate(Task::multi_label, {"x", "y"}, scores, nullptr, {{ThresholdRule::Kind::max_f1}});

  EXPECT_EQ(whole(evaluation, "exact_match", "test").reason,
            "no threshold for y: no positives among 2 samples");
}

TEST(ExactMatch, counts_scores_that_are_not_a_number_and_refuses_other_shapes) {
  const std::vector<Threshold> halves(2, {"fixed_0.5", "fixed", "x", 0.5, ""});

  EXPECT_EQ(exact_match(label_sets(scores_of({kNaN, 0.1}, {1, 0}, 2), halves)).reason,
            "1 score is not a number");
  EXPECT_THROW(label_sets(scores_of({0.1}, {1}), halves), std::invalid_argument);
}

TEST(Registry, says_which_metrics_are_of_all_classes_at_once) {
  const auto& match = *find_metric("exact_match");
  const auto& beat_index = *find_metric("j_kappa");

  EXPECT_TRUE(is_of_all_classes_at_once(match, Task::multi_label));
  EXPECT_FALSE(has_value_of_task(match, Task::binary));
  EXPECT_FALSE(has_value_of_task(match, Task::multi_class));
  EXPECT_TRUE(has_value_of_task(beat_index, Task::multi_class));
  EXPECT_FALSE(has_value_of_class(beat_index));
  EXPECT_EQ(beat_index.kind(), MetricKind::threshold);
  EXPECT_FALSE(is_of_all_classes_at_once(*find_metric("f1"), Task::multi_class));
  EXPECT_TRUE(has_value_of_task(*find_metric("f1"), Task::multi_class));
}

}  // namespace purkinje::metrics
