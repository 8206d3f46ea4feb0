#include "worker/training_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace purkinje::worker {

std::string loss_problem(const std::string& loss, metrics::Task task) {
  using metrics::Task;
  const bool one_class_a_sample = loss == "cross_entropy" || loss == "focal";
  const bool fits =
      loss == "softmax_bce" ? task == Task::multi_label : one_class_a_sample == (task == Task::multi_class);
  if (fits) return "";
  return fmt::format(
      "{} does not fit a {} task: multi_class tasks take cross_entropy or focal, binary ones bce, "
      "multi_label "
      "ones bce or softmax_bce",
      loss, metrics::to_string(task));
}

std::vector<size_t> missing_samples(const std::vector<size_t>& positives,
                                    const std::vector<size_t>& negatives, double share) {
  size_t largest = *std::max_element(positives.begin(), positives.end());
  if (positives.size() == 1) largest = std::max(largest, negatives.front());
  const auto wanted = static_cast<size_t>(std::ceil(share * static_cast<double>(largest)));
  std::vector<size_t> missing;
  missing.reserve(positives.size());
  for (const size_t count : positives) missing.push_back(wanted - std::min(wanted, count));
  return missing;
}

size_t generated_samples(const std::vector<size_t>& positives, const std::vector<size_t>& negatives,
                         size_t column, double share, double at_least) {
  const auto for_real = std::ceil(at_least * static_cast<double>(positives.at(column)));
  return std::max(missing_samples(positives, negatives, share).at(column), static_cast<size_t>(for_real));
}

}  // namespace purkinje::worker
