#include "metrics/thresholds.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <optional>

namespace purkinje::metrics {
namespace {

double share(size_t part, size_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

// The finite threshold of the highest merit; the first, so the largest, among equals. `merit` returns nothing
// for a point that may not be taken. Merits of equal counts are equal to the bit: they are sums of products
// of integers, or one division of two.
template <typename Merit>
std::optional<double> best_threshold(const OperatingPoints& ranked, Merit merit) {
  std::optional<double> best_merit, threshold;
  for (const auto& point : ranked.points) {
    if (!std::isfinite(point.threshold)) continue;
    const std::optional<double> here = merit(point);
    if (!here || (best_merit && *here <= *best_merit)) continue;
    best_merit = here;
    threshold = point.threshold;
  }
  return threshold;
}

Measure defined_or(const std::optional<double>& threshold, const std::string& reason) {
  return threshold ? Measure::of(*threshold) : Measure::undefined(reason);
}

Measure max_f1(const OperatingPoints& ranked) {
  return defined_or(best_threshold(ranked,
                                   [&](const OperatingPoint& p) -> std::optional<double> {
                                     const size_t called = p.true_positives + p.false_positives;
                                     return share(2 * p.true_positives, called + ranked.positives);
                                   }),
                    "no finite score");
}

// Youden 1950: sensitivity + specificity - 1, here times positives and negatives, which makes it a whole
// number.
Measure youden(const OperatingPoints& ranked) {
  return defined_or(best_threshold(ranked,
                                   [&](const OperatingPoint& p) -> std::optional<double> {
                                     return static_cast<double>(p.true_positives * ranked.negatives) -
                                            static_cast<double>(p.false_positives * ranked.positives);
                                   }),
                    "no finite score");
}

Measure sensitivity_at_specificity(const OperatingPoints& ranked, double specificity) {
  const auto allowed = [&](const OperatingPoint& p) {
    return share(ranked.negatives - p.false_positives, ranked.negatives) >= specificity;
  };
  return defined_or(best_threshold(ranked,
                                   [&](const OperatingPoint& p) -> std::optional<double> {
                                     if (!allowed(p)) return std::nullopt;
                                     return static_cast<double>(p.true_positives);
                                   }),
                    fmt::format("no score holds a specificity of {}", specificity));
}

// Counts do not decrease along the points, so the first allowed point has the highest specificity; among
// those with the same one the last finds the most positives.
Measure specificity_at_sensitivity(const OperatingPoints& ranked, double sensitivity) {
  const double slots = static_cast<double>(ranked.positives) + 1.0;
  return defined_or(best_threshold(ranked,
                                   [&](const OperatingPoint& p) -> std::optional<double> {
                                     if (share(p.true_positives, ranked.positives) < sensitivity)
                                       return std::nullopt;
                                     const auto spared =
                                         static_cast<double>(ranked.negatives - p.false_positives);
                                     return spared * slots + static_cast<double>(p.true_positives);
                                   }),
                    fmt::format("no score holds a sensitivity of {}", sensitivity));
}

}  // namespace

Measure choose_threshold(const ThresholdRule& rule, const OperatingPoints& ranked) {
  using Kind = ThresholdRule::Kind;
  if (rule.kind == Kind::fixed) return Measure::of(rule.parameter);
  if (!ranked.unusable.empty()) return Measure::undefined(ranked.unusable);
  if (ranked.positives == 0) return Measure::undefined(why_no_positives(0, ranked.samples()));
  if (rule.kind == Kind::max_f1) return max_f1(ranked);
  if (ranked.negatives == 0) return Measure::undefined(why_no_negatives(0, ranked.samples()));
  if (rule.kind == Kind::youden) return youden(ranked);
  if (rule.kind == Kind::sensitivity_at_specificity)
    return sensitivity_at_specificity(ranked, rule.parameter);
  return specificity_at_sensitivity(ranked, rule.parameter);
}

}  // namespace purkinje::metrics
