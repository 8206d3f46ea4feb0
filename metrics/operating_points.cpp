#include "metrics/operating_points.h"

#include <algorithm>
#include <utility>

namespace purkinje::metrics {

OperatingPoints operating_points(BinarySample sample) {
  OperatingPoints out{sample.positives, sample.negatives, why_unusable(sample), {}};
  if (!out.unusable.empty()) return out;
  std::vector<ScoredLabel> items = std::move(sample.items);
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  OperatingPoint reached;
  for (size_t i = 0; i < items.size(); ++i) {
    ++(items[i].positive ? reached.true_positives : reached.false_positives);
    const bool last_of_its_score = i + 1 == items.size() || items[i + 1].score != items[i].score;
    if (!last_of_its_score) continue;
    reached.threshold = items[i].score;
    out.points.push_back(reached);
  }
  return out;
}

}  // namespace purkinje::metrics
