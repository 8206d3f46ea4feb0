#include "worker/trainer/losses.h"

namespace purkinje::trainer {
namespace {

using Loss = TrainingOptions::Loss;

bool one_class_a_sample(Loss loss) {
  return loss == Loss::cross_entropy || loss == Loss::focal;
}

torch::Tensor like(const std::vector<double>& values, const torch::Tensor& model) {
  return torch::tensor(values, torch::kDouble).to(model.options());
}

torch::Tensor over_known_labels(const TrainingOptions& options, const torch::Tensor& raw,
                                const torch::Tensor& labels, const LossWeights& weights) {
  const auto known = labels.ge(0).to(raw.scalar_type());  // [batch, outputs]
  torch::Tensor sum;
  if (options.loss == Loss::softmax_bce) {
    sum = torch::binary_cross_entropy(torch::softmax(raw, 1), labels.clamp_min(0), known, at::Reduction::Sum);
  } else {
    const auto positive = labels.eq(1);
    const auto weight = weights.of_positives.empty()
                            ? known + (options.positive_weight - 1) * positive
                            : known + (like(weights.of_positives, raw) - 1) * positive;  // 0 for unknown
    sum = torch::binary_cross_entropy_with_logits(raw, labels.clamp_min(0), weight, {}, at::Reduction::Sum);
  }
  return sum / known.sum().clamp_min(1);
}

// At p = 1 the derivative of (1 - p)^gamma is infinite for gamma below 1 while everything it multiplies is 0:
// 1 - p is kept above the rounding of a float.
constexpr double kLeastDoubt = 1e-7;

torch::Tensor over_classes(const TrainingOptions& options, const torch::Tensor& raw,
                           const torch::Tensor& labels, const LossWeights& weights) {
  constexpr int64_t kNoClass = -100;
  const auto known = labels.eq(1).sum(1).eq(1);  // [batch]
  const auto target = labels.argmax(1).masked_fill(known.logical_not(), kNoClass);
  auto log_p = torch::log_softmax(raw, 1);  // [batch, outputs]
  if (options.loss == Loss::focal)
    log_p = log_p * (-torch::expm1(log_p)).clamp_min(kLeastDoubt).pow(options.focal_gamma);
  const auto of_class = weights.of_class.empty() ? torch::Tensor() : like(weights.of_class, raw);
  return torch::nll_loss(log_p, target, of_class, at::Reduction::Sum, kNoClass) / known.sum().clamp_min(1);
}

}  // namespace

LossWeights loss_weights(const TrainingOptions& options, const ClassCounts& counts) {
  LossWeights weights;
  if (one_class_a_sample(options.loss)) weights.of_class = class_weights(options.class_weights, counts);
  if (options.loss == Loss::bce && options.balance_positives) {
    weights.of_positives = balancing_weights(counts);
    for (auto& weight : weights.of_positives) weight *= options.positive_weight;
  }
  return weights;
}

torch::Tensor loss_of(const TrainingOptions& options, const torch::Tensor& raw, const torch::Tensor& labels,
                      const LossWeights& weights) {
  return one_class_a_sample(options.loss) ? over_classes(options, raw, labels, weights)
                                          : over_known_labels(options, raw, labels, weights);
}

metrics::Link link_of(Loss loss) {
  return loss == Loss::bce ? metrics::Link::sigmoid : metrics::Link::softmax;
}

}  // namespace purkinje::trainer
