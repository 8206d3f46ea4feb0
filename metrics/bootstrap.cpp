#include "metrics/bootstrap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

#include "base/random.h"

namespace purkinje::metrics {
namespace {

// The rows of each group, groups in the order of their index; without groups every row is one of its own.
std::vector<std::vector<uint32_t>> rows_of_groups(size_t samples, const std::vector<uint32_t>& groups) {
  std::map<uint32_t, std::vector<uint32_t>> by_index;
  for (uint32_t i = 0; i < samples; ++i) by_index[groups.empty() ? i : groups[i]].push_back(i);
  std::vector<std::vector<uint32_t>> rows;
  rows.reserve(by_index.size());
  for (auto& [index, members] : by_index) rows.push_back(std::move(members));
  return rows;
}

std::vector<uint32_t> drawn_rows(const std::vector<std::vector<uint32_t>>& groups, size_t samples,
                                 RandomStream stream) {
  std::vector<uint32_t> rows;
  rows.reserve(samples);
  for (size_t g = 0; g < groups.size(); ++g) {
    const auto& drawn = groups[stream.below(groups.size())];
    rows.insert(rows.end(), drawn.begin(), drawn.end());
  }
  return rows;
}

// Between the two nearest of the sorted numbers (Hyndman and Fan 1996, definition 7; NumPy's default).
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Interval interval_of(std::vector<double> values, const BootstrapOptions& options) {
  Interval out;
  out.resamples = options.resamples;
  out.undefined = options.resamples - values.size();
  if (values.empty() || 2 * out.undefined > out.resamples) {
    out.reason = fmt::format("undefined in {} of {} resamples", out.undefined, out.resamples);
    return out;
  }
  std::sort(values.begin(), values.end());
  out.low = quantile(values, (1 - options.level) / 2);
  out.high = quantile(values, (1 + options.level) / 2);
  return out;
}

void check(const Scores& test, size_t classes, const std::vector<uint32_t>& groups,
           const BootstrapOptions& options) {
  if (!(options.level > 0 && options.level < 1))
    throw std::invalid_argument(
        fmt::format("an interval's level of {} is not between 0 and 1", options.level));
  if (!groups.empty() && groups.size() != test.samples)
    throw std::invalid_argument(fmt::format("{} groups for {} samples", groups.size(), test.samples));
  if (test.samples > 0 && test.outputs != classes)
    throw std::invalid_argument(fmt::format("scores of {} outputs for {} classes", test.outputs, classes));
  if (test.score.size() != test.samples * test.outputs || test.label.size() != test.score.size())
    throw std::invalid_argument(fmt::format("{} scores and {} labels for {} samples", test.score.size(),
                                            test.label.size(), test.samples));
}

}  // namespace

std::vector<Interval> bootstrap_intervals(Task task, const std::vector<std::string>& class_names,
                                          const Scores& test, const Evaluation& evaluation,
                                          const std::vector<MetricKey>& wanted,
                                          const std::vector<uint32_t>& groups,
                                          const BootstrapOptions& options) {
  check(test, class_names.size(), groups, options);
  std::vector<OneValue> metrics;
  metrics.reserve(wanted.size());
  for (const auto& key : wanted) metrics.emplace_back(key, task, class_names, evaluation.thresholds);
  const auto rows = rows_of_groups(test.samples, groups);
  if (rows.size() < 2) {
    Interval none;
    none.reason = fmt::format("{} {} to draw from, two are needed", rows.empty() ? "no" : "one",
                              groups.empty() ? "sample" : "group of samples");
    return std::vector<Interval>(wanted.size(), none);
  }
  std::vector<std::vector<double>> values(wanted.size());
  const RankedScores ranked(test);
  for (size_t b = 0; b < options.resamples; ++b) {
    const RandomStream stream(random_key(options.seed, 0, "bootstrap", 0, b));
    DrawnScores drawn(ranked, drawn_rows(rows, test.samples, stream));
    for (size_t w = 0; w < wanted.size(); ++w)
      if (const auto measure = metrics[w].of(drawn); measure.value) values[w].push_back(*measure.value);
  }
  std::vector<Interval> intervals;
  intervals.reserve(wanted.size());
  for (auto& of_one : values) intervals.push_back(interval_of(std::move(of_one), options));
  return intervals;
}

}  // namespace purkinje::metrics
