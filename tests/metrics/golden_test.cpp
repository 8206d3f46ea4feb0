// Agreement with scikit-learn to 1e-12: tests/golden/metrics/make.py wrote the values.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "metrics/confusion.h"
#include "metrics/curves.h"
#include "metrics/registry.h"
#include "metrics/thresholds.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

constexpr double kTolerance = 1e-12;

Json golden(const std::string& name) {
  return Json::parse(read_file(std::string(PURKINJE_SOURCE_DIR) + "/tests/golden/metrics/" + name))
      .at("cases");
}

// The twin of drawn() in make.py.
Scores drawn(const Json& source) {
  RandomStream stream(source.at("seed").get<uint64_t>());
  const auto levels = source.at("levels").get<double>();
  Scores out{source.at("samples").get<size_t>(), 1, {}, {}};
  for (size_t i = 0; i < out.samples; ++i) {
    const bool positive = stream.uniform() < source.at("prevalence").get<double>();
    const double score = 0.3 * (positive ? 1.0 : 0.0) + 0.7 * stream.uniform();
    out.score.push_back(levels > 0 ? std::floor(score * levels) / levels : score);
    out.label.push_back(positive ? 1 : 0);
  }
  return out;
}

Scores scores_of_case(const Json& test) {
  if (test.contains("drawn")) return drawn(test.at("drawn"));
  return scores_of(test.at("score").get<std::vector<double>>(), test.at("label").get<std::vector<int8_t>>());
}

void expect_same(const std::optional<double>& ours, const Json& theirs, const std::string& what) {
  if (theirs.is_null()) {
    EXPECT_FALSE(ours) << what << " should be undefined, not " << *ours;
    return;
  }
  ASSERT_TRUE(ours) << what << " should be " << theirs;
  // Relative above 1, so that losses and thresholds of any size can be compared.
  EXPECT_NEAR(*ours, theirs.get<double>(), kTolerance * std::max(1.0, std::abs(theirs.get<double>())))
      << what;
}

void expect_same(const Measure& ours, const Json& theirs, const std::string& what) {
  expect_same(ours.value, theirs, what);
  EXPECT_EQ(ours.reason.empty(), ours.value.has_value()) << what;
}

void expect_same_points(const Curve& curve, const Json& points, const std::string& what) {
  ASSERT_EQ(curve.points.size(), points.size()) << what;
  EXPECT_EQ(curve.full_points, points.size()) << what;
  for (size_t i = 0; i < points.size(); ++i) {
    const auto where = what + ", vertex " + std::to_string(i);
    expect_same(curve.points[i].x, points[i][0], where);
    expect_same(curve.points[i].y, points[i][1], where);
    expect_same(curve.points[i].threshold, points[i][2], where);
  }
}

const MetricValue& value_of(const Evaluation& evaluation, const std::string& name,
                            const std::string& class_name) {
  for (const auto& value : evaluation.values)
    if (value.name == name && value.class_name == class_name) return value;
  throw std::out_of_range(name + " of '" + class_name + "' is not in the evaluation");
}

}  // namespace

TEST(GoldenBinary, ranking_and_probability_metrics_agree_with_scikit_learn) {
  for (const auto& test : golden("binary.json")) {
    const auto name = test.at("name").get<std::string>();
    const auto sample = binary_sample(scores_of_case(test), 0);
    const auto points = operating_points(sample);

    for (const auto& metric : metric_registry()) {
      const auto expect = [&](const Measure& ours) {
        expect_same(ours, test.at("values").at(metric.name), name + ": " + metric.name);
      };
      if (const auto* rank = std::get_if<Measure (*)(const OperatingPoints&)>(&metric.compute))
        expect((*rank)(points));
      if (const auto* loss = std::get_if<Measure (*)(const BinarySample&)>(&metric.compute))
        expect((*loss)(sample));
    }
  }
}

TEST(GoldenBinary, counts_and_their_metrics_agree_at_every_threshold) {
  for (const auto& test : golden("binary.json")) {
    const auto points = operating_points(binary_sample(scores_of_case(test), 0));
    for (const auto& [threshold, expected] : test.at("decisions").items()) {
      const auto counts = confusion_at(points, std::stod(threshold));
      const auto where = test.at("name").get<std::string>() + " at " + threshold + ": ";

      const Confusion theirs{expected.at("tp"), expected.at("fp"), expected.at("tn"), expected.at("fn")};
      EXPECT_EQ(counts, theirs) << where;
      for (const auto& metric : metric_registry())
        if (const auto* compute = std::get_if<Measure (*)(const Confusion&)>(&metric.compute);
            compute && has_value_of_class(metric))
          expect_same((*compute)(counts), expected.at(metric.name), where + metric.name);
    }
  }
}

TEST(GoldenBinary, curves_have_the_vertices_of_scikit_learn) {
  int compared = 0;
  for (const auto& test : golden("binary.json")) {
    if (!test.contains("curves")) continue;
    const auto points = operating_points(binary_sample(scores_of_case(test), 0));
    const auto& curves = test.at("curves");
    const auto name = test.at("name").get<std::string>();

    if (curves.contains("roc"))
      expect_same_points(roc_curve(points), curves.at("roc"), name + ": roc");
    else
      EXPECT_TRUE(roc_curve(points).points.empty()) << name;
    if (curves.contains("pr"))
      expect_same_points(pr_curve(points), curves.at("pr"), name + ": pr");
    else
      EXPECT_TRUE(pr_curve(points).points.empty()) << name;
    ++compared;
  }
  EXPECT_GE(compared, 15);
}

TEST(GoldenBinary, chosen_thresholds_are_those_of_an_exhaustive_search) {
  for (const auto& test : golden("binary.json")) {
    const auto points = operating_points(binary_sample(scores_of_case(test), 0));
    for (const auto& [rule, expected] : test.at("thresholds").items())
      expect_same(choose_threshold(parse_threshold_rule(rule), points), expected,
                  test.at("name").get<std::string>() + ": " + rule);
  }
}

TEST(GoldenMultiLabel, classes_and_means_over_defined_classes_agree) {
  for (const auto& test : golden("multi_label.json")) {
    Scores scores{test.at("score").size(), 4, {}, {}};
    for (const auto& row : test.at("score"))
      for (const auto& score : row) scores.score.push_back(score);
    for (const auto& row : test.at("label"))
      for (const auto& label : row) scores.label.push_back(label);
    const std::vector<std::string> names{"A", "B", "C", "D"};

    const auto evaluation = evaluate(Task::multi_label, names, scores, nullptr, {ThresholdRule{}});

    for (const auto& metric : metric_registry()) {
      const auto where = test.at("name").get<std::string>() + ": " + metric.name + " of ";
      for (size_t k = 0; k < names.size() && has_value_of_class(metric); ++k)
        expect_same(value_of(evaluation, metric.name, names[k]).value, test.at("classes")[k].at(metric.name),
                    where + names[k]);
      if (has_value_of_task(metric, Task::multi_label))
        expect_same(value_of(evaluation, metric.name, "").value, test.at("means").at(metric.name),
                    where + "all");
    }
  }
}

TEST(GoldenMultiClass, largest_scores_and_one_against_the_rest_agree) {
  for (const auto& test : golden("multi_class.json")) {
    const size_t classes = test.at("classes").size();
    Scores scores{
        test.at("score").size(), classes, {}, std::vector<int8_t>(test.at("score").size() * classes, 0)};
    for (size_t i = 0; i < scores.samples; ++i) {
      for (const auto& score : test.at("score")[i]) scores.score.push_back(score);
      scores.label[i * classes + test.at("truth")[i].get<size_t>()] = 1;
    }
    const auto names = test.at("names").get<std::vector<std::string>>();

    const auto evaluation = evaluate(Task::multi_class, names, scores, nullptr, {});

    for (const auto& metric : metric_registry()) {
      const auto where = test.at("name").get<std::string>() + ": " + metric.name + " of ";
      for (size_t k = 0; k < classes && has_value_of_class(metric); ++k)
        expect_same(value_of(evaluation, metric.name, names[k]).value, test.at("classes")[k].at(metric.name),
                    where + names[k]);
      if (has_value_of_task(metric, Task::multi_class))
        expect_same(value_of(evaluation, metric.name, "").value, test.at("means").at(metric.name),
                    where + "all");
    }
    EXPECT_EQ(evaluation.confusion, test.at("confusion").get<std::vector<int64_t>>()) << test.at("name");
  }
}

}  // namespace purkinje::metrics
