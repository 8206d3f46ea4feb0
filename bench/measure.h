// What the benchmarks share: run something several times, print the median beside its budget.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace purkinje::bench {

inline double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Prints one line and returns whether the median keeps the budget.
inline bool print_against_budget(const std::string& what, std::vector<double> seconds, double budget_s) {
  std::sort(seconds.begin(), seconds.end());
  const double median = seconds[seconds.size() / 2];
  const bool kept = median <= budget_s;
  fmt::print("{:<52} {:9.2f} ms  (fastest {:.2f}, slowest {:.2f}, {} runs)  budget {:.0f} ms: {}\n", what,
             1e3 * median, 1e3 * seconds.front(), 1e3 * seconds.back(), seconds.size(), 1e3 * budget_s,
             kept ? "kept" : "MISSED");
  return kept;
}

}  // namespace purkinje::bench
