// Thinning, and what a thinned curve keeps.
#include "metrics/curves.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

double trapezoids(const std::vector<CurvePoint>& points) {
  double area = 0;
  for (size_t i = 1; i < points.size(); ++i)
    area += (points[i].x - points[i - 1].x) * (points[i].y + points[i - 1].y) / 2;
  return area;
}

double steps(const std::vector<CurvePoint>& points) {
  double area = 0;
  for (size_t i = 1; i < points.size(); ++i) area += (points[i].x - points[i - 1].x) * points[i].y;
  return area;
}

OperatingPoints random_points(size_t samples, double prevalence, double separation, uint64_t seed) {
  RandomStream stream(seed);
  std::vector<double> score;
  std::vector<int8_t> label;
  for (size_t i = 0; i < samples; ++i) {
    label.push_back(stream.uniform() < prevalence ? 1 : 0);
    score.push_back(stream.normal() + separation * label.back());
  }
  return ranked(score, label);
}

struct Shape {
  size_t samples;
  double prevalence, separation;
};

const Shape kShapes[] = {{2000, 0.5, 0.0},     {20000, 0.5, 1.0},   {20000, 0.08, 2.0},
                         {200000, 0.5, 0.0},   {200000, 0.01, 1.0}, {200000, 0.5, -1.0},
                         {200000, 0.001, 4.0}, {50000, 0.9999, 1.0}};

}  // namespace

TEST(Curves, keep_every_vertex_of_a_small_sample) {
  const auto curve = roc_curve(random_points(500, 0.3, 1, 1));

  EXPECT_EQ(curve.full_points, 501u);
  EXPECT_EQ(curve.points.size(), 501u);
}

TEST(Curves, are_thinned_to_a_thousand_points_that_keep_area_and_ends) {
  uint64_t seed = 0;
  for (const auto& [samples, prevalence, separation] : kShapes) {
    const auto points = random_points(samples, prevalence, separation, ++seed);

    const auto roc = roc_curve(points);
    const auto pr = pr_curve(points);

    EXPECT_EQ(roc.full_points, samples + 1);
    EXPECT_LE(roc.points.size(), kCurvePoints);
    EXPECT_LE(pr.points.size(), kCurvePoints);
    EXPECT_NEAR(trapezoids(roc.points), *roc.area, 1e-3) << samples << " " << prevalence;
    EXPECT_NEAR(steps(pr.points), *pr.area, 1e-3) << samples << " " << prevalence;
    EXPECT_EQ(roc.points.front().x + roc.points.front().y, 0);
    EXPECT_EQ(roc.points.back().x + roc.points.back().y, 2);
    EXPECT_EQ(pr.points.front().x, 0);
    EXPECT_EQ(pr.points.back().x, 1);
  }
}

TEST(Curves, have_no_wide_gaps_after_thinning) {
  const auto roc = roc_curve(random_points(200000, 0.5, 1.0, 3));

  for (size_t i = 1; i < roc.points.size(); ++i) {
    EXPECT_LE(roc.points[i].x - roc.points[i - 1].x, 0.01);
    EXPECT_LE(roc.points[i].y - roc.points[i - 1].y, 0.1);
  }
}

TEST(Curves, use_most_of_the_points_they_may) {
  EXPECT_GE(roc_curve(random_points(200000, 0.5, 1.0, 3)).points.size(), kCurvePoints * 8 / 10);
}

TEST(Curves, start_where_no_score_reaches) {
  const auto points = ranked({0.8, 0.3}, {1, 0});

  const auto roc = roc_curve(points);
  const auto pr = pr_curve(points);

  EXPECT_FALSE(roc.points.front().threshold);
  EXPECT_EQ(roc.points[1].threshold, 0.8);
  EXPECT_FALSE(pr.points.front().threshold);
  EXPECT_EQ(pr.points.front().y, 1);
}

TEST(Curves, can_be_thinned_to_their_two_ends) {
  const auto points = roc_curve(random_points(5000, 0.5, 1, 4)).points;

  const auto two = thin(points, 2);

  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two.back().x, 1);
}

}  // namespace purkinje::metrics
