#include "metrics/confusion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace purkinje::metrics {
namespace {

double real(size_t count) {
  return static_cast<double>(count);
}

Measure share(size_t part, size_t whole, const std::string& reason) {
  return whole ? Measure::of(real(part) / real(whole)) : Measure::undefined(reason);
}

std::string why_none_called(const char* called, const Confusion& counts) {
  if (counts.samples() == 0) return "no samples";
  return fmt::format("no predicted {} among {} sample{}", called, counts.samples(),
                     counts.samples() == 1 ? "" : "s");
}

// The first reason why the truth lacks a class, or empty.
std::string why_one_class(const Confusion& counts) {
  if (counts.samples() == 0) return "no samples";
  const auto reason = why_no_positives(counts.positives(), counts.samples());
  return reason.empty() ? why_no_negatives(counts.negatives(), counts.samples()) : reason;
}

}  // namespace

Confusion& Confusion::operator+=(const Confusion& other) {
  true_positives += other.true_positives;
  false_positives += other.false_positives;
  true_negatives += other.true_negatives;
  false_negatives += other.false_negatives;
  return *this;
}

Confusion confusion_at(const OperatingPoints& ranked, double threshold) {
  const auto below = std::partition_point(ranked.points.begin(), ranked.points.end(),
                                          [&](const auto& point) { return point.threshold >= threshold; });
  const auto reached = below == ranked.points.begin() ? OperatingPoint{} : *(below - 1);
  return {reached.true_positives, reached.false_positives, ranked.negatives - reached.false_positives,
          ranked.positives - reached.true_positives};
}

Confusion confusion_at(const BinarySample& sample, double threshold) {
  Confusion counts;
  for (const auto& item : sample.items) {
    const bool called = item.score >= threshold;
    ++(item.positive ? (called ? counts.true_positives : counts.false_negatives)
                     : (called ? counts.false_positives : counts.true_negatives));
  }
  return counts;
}

Measure accuracy(const Confusion& counts) {
  return share(counts.true_positives + counts.true_negatives, counts.samples(), "no samples");
}

Measure precision(const Confusion& counts) {
  return share(counts.true_positives, counts.called_positive(), why_none_called("positives", counts));
}

Measure sensitivity(const Confusion& counts) {
  if (counts.samples() == 0) return Measure::undefined("no samples");
  return share(counts.true_positives, counts.positives(), why_no_positives(0, counts.samples()));
}

Measure specificity(const Confusion& counts) {
  if (counts.samples() == 0) return Measure::undefined("no samples");
  return share(counts.true_negatives, counts.negatives(), why_no_negatives(0, counts.samples()));
}

Measure negative_predictive_value(const Confusion& counts) {
  return share(counts.true_negatives, counts.called_negative(), why_none_called("negatives", counts));
}

Measure f1(const Confusion& counts) {
  const size_t whole = 2 * counts.true_positives + counts.false_positives + counts.false_negatives;
  if (counts.samples() == 0) return Measure::undefined("no samples");
  return share(2 * counts.true_positives, whole, "neither positives nor predicted positives");
}

Measure mcc(const Confusion& counts) {
  if (const auto reason = why_one_class(counts); !reason.empty()) return Measure::undefined(reason);
  if (!counts.called_positive()) return Measure::undefined(why_none_called("positives", counts));
  if (!counts.called_negative()) return Measure::undefined(why_none_called("negatives", counts));
  const double difference = real(counts.true_positives) * real(counts.true_negatives) -
                            real(counts.false_positives) * real(counts.false_negatives);
  const double truth = real(counts.positives()) * real(counts.negatives());
  const double called = real(counts.called_positive()) * real(counts.called_negative());
  return Measure::of(difference / std::sqrt(truth) / std::sqrt(called));
}

Measure balanced_accuracy(const Confusion& counts) {
  if (const auto reason = why_one_class(counts); !reason.empty()) return Measure::undefined(reason);
  return Measure::of((*sensitivity(counts).value + *specificity(counts).value) / 2);
}

Measure kappa(const Confusion& counts) {
  if (const auto reason = why_one_class(counts); !reason.empty()) return Measure::undefined(reason);
  const double samples = real(counts.samples());
  const double right = real(counts.true_positives + counts.true_negatives);
  const double by_chance = real(counts.positives()) * real(counts.called_positive()) +
                           real(counts.negatives()) * real(counts.called_negative());
  return Measure::of((right * samples - by_chance) / (samples * samples - by_chance));
}

}  // namespace purkinje::metrics
