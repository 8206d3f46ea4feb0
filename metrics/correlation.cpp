#include "metrics/correlation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>

namespace purkinje::metrics {
namespace {

std::string why_no_correlation(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() != y.size())
    throw std::invalid_argument(fmt::format("a correlation of {} and {} numbers", x.size(), y.size()));
  if (x.size() < 2) return fmt::format("{} pair{}, two are needed", x.size(), x.size() == 1 ? "" : "s");
  for (const auto* numbers : {&x, &y})
    for (const double number : *numbers)
      if (!std::isfinite(number)) return fmt::format("{} is not a finite number", number);
  for (const auto* numbers : {&x, &y}) {
    const auto [least, greatest] = std::minmax_element(numbers->begin(), numbers->end());
    if (*least == *greatest)
      return fmt::format("all {} numbers of the {} quantity are equal", x.size(),
                         numbers == &x ? "first" : "second");
  }
  return "";
}

// Differences from the mean, divided by the largest of them, so that no square over- or underflows.
std::vector<double> centred(std::vector<double> x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  double largest = 0;
  for (double& number : x) {
    number -= mean;
    largest = std::max(largest, std::abs(number));
  }
  for (double& number : x) number /= largest;
  return x;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto a = centred(x), b = centred(y);
  const double both = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  const double first = std::inner_product(a.begin(), a.end(), a.begin(), 0.0);
  const double second = std::inner_product(b.begin(), b.end(), b.begin(), 0.0);
  return std::clamp(both / std::sqrt(first) / std::sqrt(second), -1.0, 1.0);
}

}  // namespace

Measure pearson(const std::vector<double>& x, const std::vector<double>& y) {
  if (auto reason = why_no_correlation(x, y); !reason.empty()) return Measure::undefined(reason);
  return Measure::of(correlation(x, y));
}

Measure spearman(const std::vector<double>& x, const std::vector<double>& y) {
  if (auto reason = why_no_correlation(x, y); !reason.empty()) return Measure::undefined(reason);
  return Measure::of(correlation(average_ranks(x), average_ranks(y)));
}

std::vector<double> average_ranks(const std::vector<double>& x) {
  std::vector<size_t> order(x.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return x[a] < x[b]; });
  std::vector<double> ranks(x.size());
  for (size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && x[order[end]] == x[order[first]]) ++end;
    const double mean = static_cast<double>(first + 1 + end) / 2;  // of the ranks first + 1 ... end
    for (size_t i = first; i < end; ++i) ranks[order[i]] = mean;
  }
  return ranks;
}

}  // namespace purkinje::metrics
