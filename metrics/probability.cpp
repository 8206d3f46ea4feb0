#include "metrics/probability.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace purkinje::metrics {
namespace {

// The mean of a loss over the sample, after the checks that every probability metric shares.
template <typename Loss>
Measure mean_loss(const BinarySample& sample, Loss loss) {
  if (auto reason = why_unusable(sample); !reason.empty()) return Measure::undefined(reason);
  double sum = 0;
  for (const auto& [score, positive] : sample.items) {
    if (auto reason = why_no_probability(score); !reason.empty()) return Measure::undefined(reason);
    sum += loss(score, positive);
  }
  return Measure::of(sum / static_cast<double>(sample.size()));
}

}  // namespace

Measure brier(const BinarySample& sample) {
  return mean_loss(sample, [](double score, bool positive) {
    const double miss = score - (positive ? 1.0 : 0.0);
    return miss * miss;
  });
}

Measure log_loss(const BinarySample& sample) {
  return mean_loss(sample,
                   [](double score, bool positive) { return -clipped_log(positive ? score : 1.0 - score); });
}

double clipped_log(double probability) {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  return std::log(std::clamp(probability, kEpsilon, 1.0 - kEpsilon));
}

std::string why_no_probability(double score) {
  return score >= 0.0 && score <= 1.0 ? "" : fmt::format("score {} is not a probability", score);
}

}  // namespace purkinje::metrics
