// What an evaluation holds: which values for which thresholds of which classes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <tuple>

#include "metrics/evaluation.h"
#include "metrics/registry.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

const ThresholdRule kHalf{};
const ThresholdRule kMaxF1{ThresholdRule::Kind::max_f1};

size_t count_of(const Evaluation& evaluation, const std::string& rule, const std::string& chosen_on) {
  size_t count = 0;
  for (const auto& value : evaluation.values) count += value.rule == rule && value.chosen_on == chosen_on;
  return count;
}

size_t registered(MetricKind kind) {
  size_t count = 0;
  for (const auto& metric : metric_registry()) count += metric.kind() == kind && has_value_of_class(metric);
  return count;
}

std::optional<double> value_of(const Evaluation& evaluation, const std::string& name,
                               const std::string& class_name, const std::string& rule = "",
                               const std::string& chosen_on = "") {
  for (const auto& value : evaluation.values)
    if (value.name == name && value.class_name == class_name && value.rule == rule &&
        value.chosen_on == chosen_on)
      return value.value;
  ADD_FAILURE() << name << " of " << class_name << " is not there";
  return std::nullopt;
}

}  // namespace

TEST(Evaluate, applies_validation_thresholds_and_its_own_and_fixed_ones_once) {
  const auto test = scores_of({0.2, 0.6, 0.7, 0.9}, {0, 0, 1, 1});
  const auto validation = scores_of({0.1, 0.3, 0.5}, {0, 1, 1});

  const auto evaluation = evaluate(Task::binary, {"x"}, test, &validation, {kHalf, kMaxF1});

  const auto per_threshold = registered(MetricKind::threshold);
  EXPECT_EQ(count_of(evaluation, "fixed_0.5", "fixed"), per_threshold);
  EXPECT_EQ(count_of(evaluation, "max_f1", "validation"), per_threshold);
  EXPECT_EQ(count_of(evaluation, "max_f1", "test"), per_threshold);
  EXPECT_EQ(count_of(evaluation, "", ""),
            registered(MetricKind::ranking) + registered(MetricKind::probability));
  ASSERT_EQ(evaluation.thresholds.size(), 3u);
  EXPECT_EQ(evaluation.thresholds[1].value, 0.3);
  EXPECT_EQ(evaluation.thresholds[2].value, 0.7);
  EXPECT_EQ(value_of(evaluation, "specificity", "", "max_f1", "validation"), 0.5);
}

// Two networks whose scores lie elsewhere: .6 and .2 part the classes, each in its own fold.
std::vector<FoldScores> two_folds(size_t outputs = 1) {
  const auto fold = [&](std::vector<double> validation, std::vector<double> test) {
    std::vector<double> v, t;
    std::vector<int8_t> labels;
    for (size_t i = 0; i < 2; ++i) {
      v.insert(v.end(), outputs, validation[i]);
      t.insert(t.end(), outputs, test[i]);
      labels.insert(labels.end(), outputs, static_cast<int8_t>(i));
    }
    return FoldScores{scores_of(v, labels, outputs), scores_of(t, labels, outputs)};
  };
  return {fold({0.3, 0.6}, {0.5, 0.7}), fold({0.1, 0.2}, {0.15, 0.25})};
}

TEST(Evaluate, decides_each_fold_of_a_pool_by_the_threshold_of_its_own_validation_part) {
  const auto test = scores_of({0.5, 0.7, 0.15, 0.25}, {0, 1, 0, 1});
  const auto validation = scores_of({0.3, 0.6, 0.1, 0.2}, {0, 1, 0, 1});

  const auto evaluation =
      evaluate(Task::binary, {"x"}, test, &validation, {kHalf, kMaxF1}, "test", two_folds());

  EXPECT_EQ(value_of(evaluation, "accuracy", "", "max_f1", "cross_fitted"), 1.0);
  EXPECT_EQ(value_of(evaluation, "accuracy", "", "max_f1", "validation"), 0.75);  // one threshold, .2
  EXPECT_EQ(count_of(evaluation, "max_f1", "cross_fitted"), registered(MetricKind::threshold));
  EXPECT_EQ(count_of(evaluation, "fixed_0.5", "cross_fitted"), 0u);
  for (const auto& threshold : evaluation.thresholds) EXPECT_NE(threshold.chosen_on, "cross_fitted");
}

TEST(Evaluate, of_several_labels_takes_each_folds_own_thresholds_for_the_whole_too) {
  const auto test = scores_of({0.5, 0.5, 0.7, 0.7, 0.15, 0.15, 0.25, 0.25}, {0, 0, 1, 1, 0, 0, 1, 1}, 2);
  const auto validation = scores_of({0.3, 0.3, 0.6, 0.6, 0.1, 0.1, 0.2, 0.2}, {0, 0, 1, 1, 0, 0, 1, 1}, 2);

  const auto evaluation =
      evaluate(Task::multi_label, {"x", "y"}, test, &validation, {kMaxF1}, "test", two_folds(2));

  EXPECT_EQ(value_of(evaluation, "exact_match", "", "max_f1", "cross_fitted"), 1.0);
  EXPECT_EQ(value_of(evaluation, "exact_match", "", "max_f1", "validation"), 0.75);
  EXPECT_EQ(value_of(evaluation, "f1", "", "max_f1", "cross_fitted"), 1.0);  // the mean over the classes
}

TEST(Evaluate, of_a_pool_says_that_a_fold_has_no_threshold_of_its_own) {
  const auto test = scores_of({0.5, 0.7, 0.15, 0.25}, {0, 1, 0, 1});
  const auto validation = scores_of({0.3, 0.6, 0.1, 0.2}, {0, 1, 0, 0});
  auto folds = two_folds();
  folds[1].validation.label = {0, 0};

  const auto evaluation = evaluate(Task::binary, {"x"}, test, &validation, {kMaxF1}, "test", folds);

  for (const auto& value : evaluation.values)
    if (value.chosen_on == "cross_fitted") {
      EXPECT_EQ(value.value, std::nullopt);
      EXPECT_THAT(value.reason, ::testing::HasSubstr("no threshold in one of the folds: no positives"));
    }
}

TEST(Evaluate, without_validation_has_no_threshold_chosen_on_it) {
  const auto evaluation = evaluate(Task::binary, {"x"}, scores_of({0.2, 0.6}, {0, 1}), nullptr, {kMaxF1});

  ASSERT_EQ(evaluation.thresholds.size(), 1u);
  EXPECT_EQ(evaluation.thresholds[0].chosen_on, "test");
}

TEST(Evaluate, names_the_part_that_its_own_thresholds_were_chosen_on) {
  const auto evaluation =
      evaluate(Task::binary, {"x"}, scores_of({0.2, 0.6}, {0, 1}), nullptr, {kMaxF1}, "validation");

  ASSERT_EQ(evaluation.thresholds.size(), 1u);
  EXPECT_EQ(evaluation.thresholds[0].chosen_on, "validation");
}

TEST(Evaluate, counts_a_rule_given_twice_once) {
  const auto evaluation =
      evaluate(Task::binary, {"x"}, scores_of({0.2, 0.6}, {0, 1}), nullptr, {kHalf, kHalf});

  EXPECT_EQ(evaluation.thresholds.size(), 1u);
}

TEST(Evaluate, never_says_the_same_thing_twice) {
  const auto scores = scores_of({0.2, 0.6, 0.7, 0.1, 0.3, 0.3}, {0, 1, 1, 0, 0, 1}, 2);
  for (const Task task : {Task::multi_label, Task::multi_class}) {
    const auto evaluation = evaluate(task, {"x", "y"}, scores, &scores, {kHalf, kMaxF1});

    std::set<std::tuple<std::string, std::string, std::string, std::string>> keys;
    for (const auto& v : evaluation.values) keys.insert({v.name, v.class_name, v.rule, v.chosen_on});
    EXPECT_EQ(keys.size(), evaluation.values.size());
  }
}

TEST(Evaluate, names_the_class_of_a_binary_task_in_its_counts_only) {
  const auto evaluation =
      evaluate(Task::binary, {"MI"}, scores_of({0.2, 0.6, 0.4}, {0, 1, -1}), nullptr, {kHalf});

  ASSERT_EQ(evaluation.counts.size(), 1u);
  EXPECT_EQ(evaluation.counts[0].class_name, "MI");
  EXPECT_EQ(evaluation.counts[0].unknown, 1u);
  for (const auto& value : evaluation.values) EXPECT_EQ(value.class_name, "");
  for (const auto& curve : evaluation.curves) EXPECT_EQ(curve.class_name, "");
}

TEST(Evaluate, chooses_a_threshold_for_every_class_of_a_multi_label_task) {
  const auto scores = scores_of({0.2, 0.9, 0.6, 0.95, 0.7, 0.1}, {0, 0, 1, 1, 1, 0}, 2);

  const auto evaluation = evaluate(Task::multi_label, {"x", "y"}, scores, nullptr, {kMaxF1});

  ASSERT_EQ(evaluation.thresholds.size(), 2u);
  EXPECT_EQ(evaluation.thresholds[0].value, 0.6);
  EXPECT_EQ(evaluation.thresholds[1].value, 0.95);
  EXPECT_EQ(evaluation.thresholds[1].class_name, "y");
  EXPECT_EQ(value_of(evaluation, "f1", "", "max_f1", "test"), 1.0);
}

TEST(Evaluate, leaves_undefined_classes_out_of_the_mean) {
  const auto scores = scores_of({0.2, 0.9, 0.6, 0.95}, {0, 0, 1, 0}, 2);

  const auto evaluation = evaluate(Task::multi_label, {"x", "y"}, scores, nullptr, {});

  EXPECT_EQ(value_of(evaluation, "roc_auc", "x"), 1.0);
  EXPECT_EQ(value_of(evaluation, "roc_auc", "y"), std::nullopt);
  EXPECT_EQ(value_of(evaluation, "roc_auc", ""), 1.0);
  EXPECT_EQ(evaluation.curves.size(), 2u);
}

TEST(Evaluate, gives_equal_largest_scores_to_the_first_class) {
  const auto scores = scores_of({0.5, 0.5, 0.5, 0.5}, {1, 0, 0, 1}, 2);

  const auto evaluation = evaluate(Task::multi_class, {"x", "y"}, scores, nullptr, {});

  EXPECT_EQ(value_of(evaluation, "sensitivity", "x"), 1.0);
  EXPECT_EQ(value_of(evaluation, "sensitivity", "y"), 0.0);
  EXPECT_EQ(value_of(evaluation, "accuracy", ""), 0.5);
}

TEST(Evaluate, refuses_shapes_that_do_not_fit) {
  const auto two = scores_of({0.5, 0.5}, {1, 0}, 2);
  const auto one = scores_of({0.5, 0.5}, {1, 0});
  Scores short_of_labels = one;
  short_of_labels.label.pop_back();

  EXPECT_THROW(evaluate(Task::binary, {"x"}, two, nullptr, {}), std::invalid_argument);
  EXPECT_THROW(evaluate(Task::binary, {"x", "y"}, two, nullptr, {}), std::invalid_argument);
  EXPECT_THROW(evaluate(Task::binary, {}, one, nullptr, {}), std::invalid_argument);
  EXPECT_THROW(evaluate(Task::binary, {"x"}, short_of_labels, nullptr, {}), std::invalid_argument);
  EXPECT_THROW(evaluate(Task::binary, {"x"}, one, &two, {}), std::invalid_argument);
}

TEST(Registry, has_every_metric_once_with_a_version_and_a_definition) {
  std::set<std::string> names;
  for (const auto& metric : metric_registry()) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_GE(metric.version, 1) << metric.name;
    EXPECT_FALSE(metric.label.empty()) << metric.name;
    EXPECT_FALSE(metric.definition.empty()) << metric.name;
    EXPECT_EQ(metric.definition.find('\n'), std::string::npos) << metric.name;
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"roc_auc", "auprc", "accuracy", "precision", "sensitivity",
                                            "specificity", "f1", "mcc", "brier"}));
}

TEST(Registry, finds_a_metric_by_name_and_no_other) {
  ASSERT_NE(find_metric("mcc"), nullptr);
  EXPECT_EQ(find_metric("mcc")->kind(), MetricKind::threshold);
  EXPECT_EQ(find_metric("roc_auc")->kind(), MetricKind::ranking);
  EXPECT_EQ(find_metric("brier")->kind(), MetricKind::probability);
  EXPECT_EQ(find_metric("auc"), nullptr);
}

TEST(Evaluate, chooses_no_threshold_on_a_part_that_is_another_data_set) {
  const auto other = scores_of({0.1, 0.4, 0.6, 0.9}, {0, 1, 0, 1});
  const auto validation = scores_of({0.2, 0.3, 0.7}, {0, 0, 1});

  const auto with = evaluate(Task::binary, {"MI"}, other, &validation, {kHalf, kMaxF1}, "ludb");
  const auto without = evaluate(Task::binary, {"MI"}, other, nullptr, {kHalf, kMaxF1}, "ludb");

  ASSERT_EQ(with.thresholds.size(), 2u);
  EXPECT_EQ(with.thresholds[0].chosen_on, "fixed");
  EXPECT_EQ(with.thresholds[1].chosen_on, "validation");
  EXPECT_EQ(with.thresholds[1].value, 0.7) << "the best of the validation part";
  ASSERT_EQ(without.thresholds.size(), 1u);
  for (const auto& value : with.values) EXPECT_NE(value.chosen_on, "ludb") << value.name;
}

}  // namespace purkinje::metrics
