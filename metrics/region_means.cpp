#include "metrics/region_means.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "metrics/measure.h"
#include "metrics/registry.h"

namespace purkinje::metrics {
namespace {

constexpr size_t kCount = kRegions.size();

struct KindWords {
  std::string kind, in_print;
};

const std::vector<KindWords>& kind_words() {
  static const std::vector<KindWords> kWords{
      {"attention", "attention"}, {"grad_cam", "Grad-CAM"}, {"weight_track", "weight track"}};
  return kWords;
}

constexpr std::array<const char*, kCount> kRegionsInPrint{"baseline", "P", "QRS", "T"};

std::string name_of(const std::string& kind, const char* what, size_t region) {
  return fmt::format("{}_{}_{}", kind, what, kRegions[region]);
}

std::string of_samples(size_t samples) {
  return samples == 0 ? "no samples" : fmt::format("{} sample{}", samples, samples == 1 ? "" : "s");
}

// The mean over samples of a region's part of the row; rows whose parts add up to nothing are left out.
template <typename Number>
Measure mean_share(const std::vector<Number>& parts, size_t samples, size_t region, const char* of_what) {
  double sum = 0;
  size_t counted = 0;
  for (size_t i = 0; i < samples; ++i) {
    double whole = 0;
    for (size_t r = 0; r < kCount; ++r) whole += static_cast<double>(parts[i * kCount + r]);
    if (whole <= 0) continue;
    sum += static_cast<double>(parts[i * kCount + region]) / whole;
    ++counted;
  }
  if (samples == 0) return Measure::undefined("no samples");
  if (!std::isfinite(sum)) return Measure::undefined("a weight is not a finite number");
  if (counted == 0) return Measure::undefined(fmt::format("{} in {}", of_what, of_samples(samples)));
  return Measure::of(sum / static_cast<double>(counted));
}

Measure mean_weight(const RegionSums& sums, size_t region) {
  double weight = 0, steps = 0;
  for (size_t i = 0; i < sums.samples; ++i) {
    weight += sums.sum[i * kCount + region];
    steps += sums.steps[i * kCount + region];
  }
  if (sums.samples == 0) return Measure::undefined("no samples");
  if (steps == 0)
    return Measure::undefined(
        fmt::format("no time step of the region {} in {}", kRegions[region], of_samples(sums.samples)));
  if (!std::isfinite(weight)) return Measure::undefined("a weight is not a finite number");
  return Measure::of(weight / steps);
}

}  // namespace

const std::vector<std::string>& region_kinds() {
  static const std::vector<std::string> kKinds = [] {
    std::vector<std::string> kinds;
    for (const auto& words : kind_words()) kinds.push_back(words.kind);
    return kinds;
  }();
  return kKinds;
}

const std::vector<MetricInfo>& region_metrics() {
  static const std::vector<MetricInfo> kMetrics = [] {
    std::vector<MetricInfo> metrics;
    for (const auto& [kind, weight] : kind_words())
      for (size_t r = 0; r < kCount; ++r) {
        const char* region = kRegionsInPrint[r];
        metrics.push_back({name_of(kind, "share", r), fmt::format("share of {} in {}", weight, region), 1,
                           fmt::format("part of all {} inside {}, mean over samples", weight, region)});
        metrics.push_back({name_of(kind, "time", r), fmt::format("share of time in {}", region), 1,
                           fmt::format("part of the time steps inside {}, mean over samples", region)});
        metrics.push_back({name_of(kind, "mean", r), fmt::format("mean {} in {}", weight, region), 1,
                           fmt::format("{} a time step inside {}, over all samples", weight, region)});
      }
    return metrics;
  }();
  return kMetrics;
}

std::string region_kind_of(const std::string& weights) {
  return weights == "track" ? "weight_track" : weights;
}

std::vector<MetricValue> region_values(const std::string& kind, const RegionSums& sums) {
  const auto& kinds = region_kinds();
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
    throw std::invalid_argument(
        fmt::format("'{}' is not a kind of weight over time; known: {}", kind, fmt::join(kinds, ", ")));
  if (sums.sum.size() != sums.samples * kCount || sums.steps.size() != sums.sum.size())
    throw std::invalid_argument(fmt::format("{} sums and {} steps for {} samples of {} regions",
                                            sums.sum.size(), sums.steps.size(), sums.samples, kCount));
  std::vector<MetricValue> values;
  const auto add = [&](const char* what, size_t region, const Measure& measure) {
    values.push_back({.name = name_of(kind, what, region),
                      .class_name = "",
                      .rule = "",
                      .chosen_on = "",
                      .value = measure.value,
                      .reason = measure.reason});
  };
  for (size_t r = 0; r < kCount; ++r) add("share", r, mean_share(sums.sum, sums.samples, r, "no weight"));
  for (size_t r = 0; r < kCount; ++r)
    add("time", r, mean_share(sums.steps, sums.samples, r, "no time steps"));
  for (size_t r = 0; r < kCount; ++r) add("mean", r, mean_weight(sums, r));
  return values;
}

}  // namespace purkinje::metrics
