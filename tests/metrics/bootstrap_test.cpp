// Bootstrap intervals: agreement with a twin in NumPy, their coverage, and what they refuse.
#include "metrics/bootstrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "metrics/drawn_scores.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

using testing::HasSubstr;

const MetricKey kArea{"roc_auc", "", "", ""};
const MetricKey kAccuracy{"accuracy", "", "fixed_0.5", "fixed"};
const MetricKey kF1{"f1", "", "fixed_0.5", "fixed"};

std::vector<Interval> binary_intervals(const Scores& scores, const std::vector<MetricKey>& wanted,
                                       const std::vector<uint32_t>& groups, const BootstrapOptions& options) {
  const auto evaluation = evaluate(Task::binary, {"x"}, scores, nullptr, {ThresholdRule{}});
  return bootstrap_intervals(Task::binary, {"x"}, scores, evaluation, wanted, groups, options);
}

// A score of 0.9 that is right with probability 3/4; `same` samples after another share their fate.
Scores right_or_wrong(RandomStream& stream, size_t samples, size_t same) {
  Scores out{samples, 1, std::vector<double>(samples, 0.9), {}};
  for (size_t i = 0; i < samples; ++i)
    out.label.push_back(i % same ? out.label.back() : stream.uniform() < 0.75 ? 1 : 0);
  return out;
}

double coverage(size_t samples, size_t same, bool by_group) {
  RandomStream stream(3);
  std::vector<uint32_t> groups;
  for (size_t i = 0; by_group && i < samples; ++i) groups.push_back(static_cast<uint32_t>(i / same));
  constexpr int kTries = 150;
  int held = 0;
  for (int i = 0; i < kTries; ++i) {
    const auto interval = binary_intervals(right_or_wrong(stream, samples, same), {kAccuracy}, groups,
                                           {.resamples = 200, .seed = static_cast<uint64_t>(i)})
                              .front();
    held += *interval.low <= 0.75 && 0.75 <= *interval.high;
  }
  return static_cast<double>(held) / kTries;
}

}  // namespace

TEST(GoldenBootstrap, intervals_agree_with_numpy) {
  const auto golden =
      Json::parse(read_file(std::string(PURKINJE_SOURCE_DIR) + "/tests/golden/metrics/bootstrap.json"));
  const auto scores = scores_of(golden.at("score"), golden.at("label"));
  const BootstrapOptions options{.resamples = golden.at("resamples"), .seed = golden.at("seed")};
  const std::vector<MetricKey> wanted{kArea, kF1, kAccuracy};

  for (const std::string of : {"samples", "groups"}) {
    const auto groups =
        of == "groups" ? golden.at("group").get<std::vector<uint32_t>>() : std::vector<uint32_t>{};
    const auto intervals = binary_intervals(scores, wanted, groups, options);
    for (size_t w = 0; w < wanted.size(); ++w) {
      const auto& expected = golden.at(of).at(wanted[w].name);
      EXPECT_NEAR(*intervals[w].low, expected.at("low").get<double>(), 1e-12) << of << wanted[w].name;
      EXPECT_NEAR(*intervals[w].high, expected.at("high").get<double>(), 1e-12) << of << wanted[w].name;
      EXPECT_EQ(intervals[w].undefined, expected.at("undefined").get<size_t>()) << of << wanted[w].name;
      EXPECT_EQ(intervals[w].resamples, 200u);
    }
  }
}

TEST(Bootstrap, covers_the_truth_about_as_often_as_it_says) {
  const double covered = coverage(100, 1, false);

  EXPECT_GE(covered, 0.88);
  EXPECT_LE(covered, 1.0);
}

TEST(Bootstrap, of_samples_that_hang_together_must_draw_groups) {
  EXPECT_LT(coverage(200, 10, false), 0.7);
  EXPECT_GE(coverage(200, 10, true), 0.8);
}

TEST(Bootstrap, gives_the_same_intervals_again_and_others_for_another_seed) {
  RandomStream stream(1);
  const auto scores = right_or_wrong(stream, 50, 1);

  const auto first = binary_intervals(scores, {kAccuracy}, {}, {.resamples = 50, .seed = 1}).front();
  const auto again = binary_intervals(scores, {kF1, kAccuracy}, {}, {.resamples = 50, .seed = 1}).back();
  const auto other = binary_intervals(scores, {kAccuracy}, {}, {.resamples = 50, .seed = 2}).front();

  EXPECT_EQ(first.low, again.low);
  EXPECT_EQ(first.high, again.high);
  EXPECT_TRUE(first.low != other.low || first.high != other.high);
}

TEST(Bootstrap, of_rare_positives_says_how_often_there_were_none) {
  std::vector<double> score(30, 0.2);
  std::vector<int8_t> label(30, 0);
  label[0] = 1;

  const auto interval = binary_intervals(scores_of(score, label), {kArea}, {}, {.resamples = 300}).front();

  EXPECT_GT(interval.undefined, 60u);  // a share of (29/30)^30 = 0.36 is expected
  EXPECT_LT(interval.undefined, 150u);
  EXPECT_TRUE(interval.low);
}

TEST(Bootstrap, without_positives_has_a_reason) {
  const auto scores = scores_of({0.1, 0.2, 0.3}, {0, 0, 0});

  EXPECT_EQ(binary_intervals(scores, {kArea}, {}, {.resamples = 20}).front().reason,
            "undefined in 20 of 20 resamples");
  EXPECT_EQ(binary_intervals(scores, {kAccuracy}, {4, 4, 4}, {}).front().reason,
            "one group of samples to draw from, two are needed");
  EXPECT_EQ(binary_intervals(Scores{}, {kArea}, {}, {}).front().reason,
            "no sample to draw from, two are needed");
}

TEST(Bootstrap, refuses_what_is_not_there) {
  const auto scores = scores_of({0.1, 0.7}, {0, 1});

  EXPECT_THROW(binary_intervals(scores, {{"rocauc", "", "", ""}}, {}, {}), std::invalid_argument);
  EXPECT_THROW(binary_intervals(scores, {{"roc_auc", "x", "", ""}}, {}, {}), std::invalid_argument);
  EXPECT_THROW(binary_intervals(scores, {{"f1", "", "max_f1", "test"}}, {}, {}), std::invalid_argument);
  EXPECT_THROW(binary_intervals(scores, {{"exact_match", "", "fixed_0.5", "fixed"}}, {}, {}),
               std::invalid_argument);
  EXPECT_THROW(binary_intervals(scores, {kArea}, {1}, {}), std::invalid_argument);
  EXPECT_THROW(binary_intervals(scores, {kArea}, {}, {.level = 1.0}), std::invalid_argument);
}

TEST(OneValue, is_what_an_evaluation_has_under_the_same_key) {
  RandomStream stream(9);
  Scores scores{60, 3, {}, std::vector<int8_t>(180, 0)};
  for (size_t i = 0; i < 60; ++i) {
    const size_t truth = stream.below(3);
    scores.label[i * 3 + truth] = 1;
    for (size_t k = 0; k < 3; ++k) scores.score.push_back((stream.uniform() + (k == truth ? 0.5 : 0)) / 1.5);
  }
  const std::vector<std::string> names{"N", "S", "V"};
  for (const Task task : {Task::multi_label, Task::multi_class}) {
    const auto evaluation =
        evaluate(task, names, scores, nullptr, {ThresholdRule{}, {ThresholdRule::Kind::max_f1}});
    ASSERT_GT(evaluation.values.size(), 50u);
    for (const auto& value : evaluation.values) {
      const OneValue one({value.name, value.class_name, value.rule, value.chosen_on}, task, names,
                         evaluation.thresholds);

      const auto measure = one.of(scores);

      EXPECT_EQ(measure.value, value.value) << value.name << " " << value.class_name << " " << value.rule;
      EXPECT_EQ(measure.reason, value.reason) << value.name << " " << value.class_name << " " << value.rule;
    }
  }
}

// Ties, unknown labels and rows drawn twice or never.
TEST(DrawnScores, give_what_a_copy_of_the_drawn_rows_gives) {
  RandomStream stream(5);
  for (const bool with_nan : {false, true}) {
    Scores all{40, 3, {}, {}};
    for (size_t i = 0; i < 40; ++i) {
      const size_t truth = stream.below(3);
      for (size_t k = 0; k < 3; ++k) {
        all.score.push_back(static_cast<double>(stream.below(8)) / 8);
        all.label.push_back(i % 10 == 9 ? int8_t{-1} : static_cast<int8_t>(k == truth));
      }
    }
    if (with_nan) all.score[7] = std::nan("");
    const RankedScores ranked(all);
    for (int draw = 0; draw < 20; ++draw) {
      std::vector<uint32_t> rows;
      for (size_t i = 0; i < 40; ++i) rows.push_back(static_cast<uint32_t>(stream.below(draw ? 40 : 1)));
      if (draw == 1) rows.assign(40, 9);  // no label is known
      Scores copy{40, 3, {}, {}};
      for (const uint32_t row : rows)
        for (size_t k = 0; k < 3; ++k) {
          copy.score.push_back(all.score[row * 3 + k]);
          copy.label.push_back(all.label[row * 3 + k]);
        }
      DrawnScores drawn(ranked, rows);

      for (size_t k = 0; k < 3; ++k) {
        const auto expected = operating_points(binary_sample(copy, k));
        const auto& points = drawn.operating_points(k);
        EXPECT_EQ(points.positives, expected.positives);
        EXPECT_EQ(points.negatives, expected.negatives);
        EXPECT_EQ(points.unusable, expected.unusable);
        ASSERT_EQ(points.points.size(), expected.points.size());
        for (size_t i = 0; i < expected.points.size(); ++i) {
          EXPECT_EQ(points.points[i].threshold, expected.points[i].threshold);
          EXPECT_EQ(points.points[i].true_positives, expected.points[i].true_positives);
          EXPECT_EQ(points.points[i].false_positives, expected.points[i].false_positives);
        }
      }
      const auto expected = decide_by_largest_score(copy);
      EXPECT_EQ(drawn.decisions().truth, expected.truth);
      EXPECT_EQ(drawn.decisions().decided, expected.decided);
      EXPECT_EQ(drawn.decisions().unknown, expected.unknown);
      EXPECT_EQ(drawn.decisions().unusable, expected.unusable);
      for (size_t k = 0; expected.unusable.empty() && k < 3; ++k)
        EXPECT_EQ(drawn.confusion_of_class(k), confusion_of_class(expected, k));
    }
  }
}

}  // namespace purkinje::metrics
