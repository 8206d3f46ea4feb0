// What holds for any set of predictions.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "metrics/confusion.h"
#include "metrics/curves.h"
#include "metrics/ranking.h"
#include "metrics/thresholds.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

struct Labelled {
  std::vector<double> score;
  std::vector<int8_t> label;
};

// Up to about 100 samples whose scores tie often: eighths from 0 to 1.
Labelled any_sample() {
  const auto rows = *rc::gen::container<std::vector<std::pair<int, bool>>>(
      rc::gen::pair(rc::gen::inRange(0, 9), rc::gen::arbitrary<bool>()));
  Labelled out;
  for (const auto& [eighths, positive] : rows) {
    out.score.push_back(eighths / 8.0);
    out.label.push_back(positive ? 1 : 0);
  }
  return out;
}

Labelled sample_with_both_classes() {
  auto out = any_sample();
  out.score.insert(out.score.end(), {0.25, 0.5});
  out.label.insert(out.label.end(), {0, 1});
  return out;
}

ThresholdRule any_chosen_rule() {
  using Kind = ThresholdRule::Kind;
  const auto kind = *rc::gen::element(Kind::max_f1, Kind::youden, Kind::sensitivity_at_specificity,
                                      Kind::specificity_at_sensitivity);
  return {kind, *rc::gen::inRange(0, 11) / 10.0};
}

}  // namespace

RC_GTEST_PROP(RankingProperties, areas_do_not_change_under_increasing_transforms, ()) {
  const auto [score, label] = sample_with_both_classes();
  auto transformed = score;
  for (double& s : transformed) s = std::exp(3 * s) - 100;

  RC_ASSERT(roc_auc(ranked(score, label)).value == roc_auc(ranked(transformed, label)).value);
  RC_ASSERT(auprc(ranked(score, label)).value == auprc(ranked(transformed, label)).value);
}

RC_GTEST_PROP(RankingProperties, swapped_labels_have_the_complementary_roc_area, ()) {
  const auto [score, label] = sample_with_both_classes();
  auto swapped = label;
  for (auto& l : swapped) l = static_cast<int8_t>(1 - l);

  const double sum = *roc_auc(ranked(score, label)).value + *roc_auc(ranked(score, swapped)).value;

  RC_ASSERT(std::abs(sum - 1) < 1e-12);
}

RC_GTEST_PROP(RankingProperties, roc_area_is_the_share_of_pairs_in_order, ()) {
  const auto [score, label] = sample_with_both_classes();
  double in_order = 0, pairs = 0;
  for (size_t i = 0; i < score.size(); ++i)
    for (size_t j = 0; j < score.size(); ++j)
      if (label[i] == 1 && label[j] == 0) {
        in_order += score[i] > score[j] ? 1.0 : score[i] == score[j] ? 0.5 : 0.0;
        pairs += 1;
      }

  RC_ASSERT(std::abs(*roc_auc(ranked(score, label)).value - in_order / pairs) < 1e-12);
}

RC_GTEST_PROP(RankingProperties, the_order_of_samples_does_not_matter, ()) {
  auto [score, label] = sample_with_both_classes();
  const auto before = ranked(score, label);
  std::reverse(score.begin(), score.end());
  std::reverse(label.begin(), label.end());

  RC_ASSERT(roc_auc(before).value == roc_auc(ranked(score, label)).value);
  RC_ASSERT(auprc(before).value == auprc(ranked(score, label)).value);
}

RC_GTEST_PROP(ConfusionProperties, counts_are_those_of_counting_one_by_one, ()) {
  const auto [score, label] = any_sample();
  const double threshold = *rc::gen::inRange(-1, 20) / 16.0;
  Confusion counted;
  for (size_t i = 0; i < score.size(); ++i) {
    const bool called = score[i] >= threshold;
    ++(label[i] ? (called ? counted.true_positives : counted.false_negatives)
                : (called ? counted.false_positives : counted.true_negatives));
  }

  const auto counts = confusion_at(ranked(score, label), threshold);

  RC_ASSERT(counts == counted);
  RC_ASSERT(counts.samples() == score.size());
}

RC_GTEST_PROP(ThresholdProperties, a_chosen_threshold_is_one_of_the_scores, ()) {
  const auto [score, label] = any_sample();

  const auto chosen = choose_threshold(any_chosen_rule(), ranked(score, label));

  RC_ASSERT(chosen.value.has_value() == chosen.reason.empty());
  if (chosen.value) RC_ASSERT(std::find(score.begin(), score.end(), *chosen.value) != score.end());
}

RC_GTEST_PROP(ThresholdProperties, a_wanted_share_is_held_on_the_scores_it_was_chosen_on, ()) {
  const auto [score, label] = sample_with_both_classes();
  const auto points = ranked(score, label);
  const double share = *rc::gen::inRange(0, 11) / 10.0;

  const auto specific = choose_threshold({ThresholdRule::Kind::sensitivity_at_specificity, share}, points);
  const auto sensitive = choose_threshold({ThresholdRule::Kind::specificity_at_sensitivity, share}, points);

  if (specific.value) RC_ASSERT(*specificity(confusion_at(points, *specific.value)).value >= share);
  RC_ASSERT(sensitive.value.has_value());
  RC_ASSERT(*sensitivity(confusion_at(points, *sensitive.value)).value >= share);
}

RC_GTEST_PROP(ThresholdProperties, no_score_has_a_better_f1_than_the_chosen_one, ()) {
  const auto [score, label] = sample_with_both_classes();
  const auto points = ranked(score, label);

  const double chosen = *choose_threshold({ThresholdRule::Kind::max_f1}, points).value;

  for (const double other : score)
    RC_ASSERT(*f1(confusion_at(points, other)).value <= *f1(confusion_at(points, chosen)).value);
}

RC_GTEST_PROP(CurveProperties, curves_never_fall_in_x_and_stay_in_the_unit_square, ()) {
  const auto [score, label] = sample_with_both_classes();
  for (const auto& curve : {roc_curve(ranked(score, label)), pr_curve(ranked(score, label))}) {
    RC_ASSERT(curve.points.size() == curve.full_points);
    for (size_t i = 0; i < curve.points.size(); ++i) {
      const auto& [x, y, threshold] = curve.points[i];
      RC_ASSERT(x >= 0 && x <= 1 && y >= 0 && y <= 1);
      if (i) RC_ASSERT(x >= curve.points[i - 1].x);
    }
  }
}

RC_GTEST_PROP(CurveProperties, thinning_keeps_ends_order_and_area, ()) {
  // Long curves of flats, rises and jumps: runs of equal labels between ties of random size.
  const auto runs = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, bool>>>(
      rc::gen::pair(rc::gen::inRange(1, 400), rc::gen::arbitrary<bool>())));
  std::vector<double> score;
  std::vector<int8_t> label;
  for (const auto& [length, tied] : runs)
    for (int i = 0; i < length; ++i) {
      score.push_back(tied ? 1e6 + length : static_cast<double>(score.size()));
      label.push_back((i * 7 + length) % 3 == 0 ? 1 : 0);
    }
  score.insert(score.end(), {-1.0, -2.0});
  label.insert(label.end(), {0, 1});
  const auto points = ranked(score, label);
  const auto all = roc_curve(points, points.points.size() + 1);

  const auto kept = roc_curve(points);

  RC_ASSERT(kept.points.size() <= kCurvePoints);
  RC_ASSERT(kept.points.front().x == 0.0 && kept.points.front().y == 0.0);
  RC_ASSERT(kept.points.back().x == 1.0 && kept.points.back().y == 1.0);
  double area = 0;
  for (size_t i = 1; i < kept.points.size(); ++i)
    area += (kept.points[i].x - kept.points[i - 1].x) * (kept.points[i].y + kept.points[i - 1].y) / 2;
  RC_ASSERT(std::abs(area - *all.area) < 1e-3);
  RC_ASSERT(kept.full_points == all.points.size());
}

}  // namespace purkinje::metrics
