#include "metrics/curves.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "metrics/ranking.h"

namespace purkinje::metrics {
namespace {

// No gap is wider than this, whatever little it changes the area: figures need vertices on straight parts
// too.
constexpr double kWidestStep = 1.0 / 200;
constexpr double kHighestStep = 1.0 / 20;

double share(size_t part, size_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

// An infinite score is no threshold that could be stored or applied.
std::optional<double> storable(double threshold) {
  return std::isfinite(threshold) ? std::optional(threshold) : std::nullopt;
}

// Walks along the curve and keeps a vertex when the box around the vertices since the last kept one would
// become larger than `box`, wider or higher than allowed.
std::vector<CurvePoint> thin_by_box(const std::vector<CurvePoint>& points, double box) {
  std::vector<CurvePoint> kept{points.front()};
  double low = points.front().y, high = low;
  for (size_t i = 1; i + 1 < points.size(); ++i) {
    low = std::min(low, points[i].y);
    high = std::max(high, points[i].y);
    const auto& next = points[i + 1];
    const double width = next.x - kept.back().x;
    const double height = std::max(high, next.y) - std::min(low, next.y);
    if (width * height <= box && width <= kWidestStep && height <= kHighestStep) continue;
    kept.push_back(points[i]);
    low = high = points[i].y;
  }
  kept.push_back(points.back());
  return kept;
}

std::vector<CurvePoint> thin_evenly(const std::vector<CurvePoint>& points, size_t max_points) {
  std::vector<CurvePoint> kept;
  for (size_t i = 0; i < max_points; ++i) kept.push_back(points[i * (points.size() - 1) / (max_points - 1)]);
  return kept;
}

}  // namespace

Curve roc_curve(const OperatingPoints& ranked, size_t max_points) {
  Curve curve{"roc", "", roc_auc(ranked).value, 0, {}};
  if (!curve.area) return curve;
  std::vector<CurvePoint> points{{0, 0, std::nullopt}};
  points.reserve(ranked.points.size() + 1);
  for (const auto& point : ranked.points)
    points.push_back({share(point.false_positives, ranked.negatives),
                      share(point.true_positives, ranked.positives), storable(point.threshold)});
  curve.full_points = points.size();
  curve.points = thin(points, max_points);
  return curve;
}

Curve pr_curve(const OperatingPoints& ranked, size_t max_points) {
  Curve curve{"pr", "", auprc(ranked).value, 0, {}};
  if (!curve.area) return curve;
  std::vector<CurvePoint> points{{0, 1, std::nullopt}};
  points.reserve(ranked.points.size() + 1);
  for (const auto& point : ranked.points)
    points.push_back({share(point.true_positives, ranked.positives),
                      share(point.true_positives, point.true_positives + point.false_positives),
                      storable(point.threshold)});
  curve.full_points = points.size();
  curve.points = thin(points, max_points);
  return curve;
}

std::vector<CurvePoint> thin(const std::vector<CurvePoint>& points, size_t max_points) {
  if (points.size() <= max_points) return points;
  constexpr int kHalvings = 20;
  double small = 0, large = kWidestStep * kHighestStep;
  auto best = thin_by_box(points, large);
  if (best.size() > max_points) return thin_evenly(points, max_points);
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (small + large) / 2;
    auto tried = thin_by_box(points, middle);
    const bool fits = tried.size() <= max_points;
    (fits ? large : small) = middle;
    if (fits) best = std::move(tried);
  }
  return best;
}

}  // namespace purkinje::metrics
