#include "worker/trainer/class_counts.h"

#include <algorithm>
#include <cmath>

namespace purkinje::trainer {

ClassCounts count_classes(const LabelTable& table) {
  ClassCounts counts{std::vector<size_t>(table.classes), std::vector<size_t>(table.classes)};
  for (size_t i = 0; i < table.labels.size(); ++i) {
    if (table.labels[i] == 1) ++counts.positives[i % table.classes];
    if (table.labels[i] == 0) ++counts.negatives[i % table.classes];
  }
  return counts;
}

std::vector<double> class_weights(TrainingOptions::ClassWeights kind, const ClassCounts& counts) {
  if (kind == TrainingOptions::ClassWeights::none) return {};
  std::vector<double> weights;
  double sum = 0, present = 0;
  for (const size_t n : counts.positives) {
    const auto count = static_cast<double>(n);
    const double weight =
        n == 0 ? 0 : 1 / (kind == TrainingOptions::ClassWeights::inverse ? count : std::sqrt(count));
    weights.push_back(weight);
    sum += weight;
    present += n > 0;
  }
  if (sum > 0)
    for (auto& weight : weights) weight *= present / sum;
  return weights;
}

std::vector<double> balancing_weights(const ClassCounts& counts) {
  std::vector<double> weights;
  for (size_t c = 0; c < counts.positives.size(); ++c) {
    const size_t positives = counts.positives[c], negatives = counts.negatives[c];
    weights.push_back(positives == 0 || negatives == 0
                          ? 1
                          : static_cast<double>(negatives) / static_cast<double>(positives));
  }
  return weights;
}

std::vector<double> sampling_weights(const LabelTable& table, double cap) {
  const auto counts = count_classes(table);
  std::vector<double> weights;
  for (size_t sample = 0; sample < table.samples(); ++sample) {
    double weight = 1;
    for (size_t c = 0; c < table.classes; ++c)
      if (table.at(sample, c) == 1)
        weight = std::max(weight, std::sqrt(static_cast<double>(table.samples()) /
                                            static_cast<double>(counts.positives[c])));
    weights.push_back(std::min(weight, cap));
  }
  return weights;
}

}  // namespace purkinje::trainer
