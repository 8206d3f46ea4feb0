#include "worker/trainer/losses.h"

#include <fmt/format.h>

#include "base/error.h"

namespace purkinje::trainer {

torch::Tensor loss_of(const TrainingOptions& options, const torch::Tensor& raw, const torch::Tensor& labels) {
  if (options.loss == TrainingOptions::Loss::cross_entropy)
    return torch::nll_loss(torch::log_softmax(raw, 1), labels.argmax(1));
  const auto known = labels.ge(0).to(raw.scalar_type());                     // [batch, outputs]
  const auto weight = known + (options.positive_weight - 1) * labels.eq(1);  // 0 for unknown labels
  const auto each =
      torch::binary_cross_entropy_with_logits(raw, labels.clamp_min(0), weight, {}, at::Reduction::Sum);
  return each / known.sum().clamp_min(1);
}

metrics::Link link_of(TrainingOptions::Loss loss) {
  return loss == TrainingOptions::Loss::cross_entropy ? metrics::Link::softmax : metrics::Link::sigmoid;
}

void check_loss_fits(TrainingOptions::Loss loss, metrics::Task task) {
  if ((loss == TrainingOptions::Loss::cross_entropy) != (task == metrics::Task::multi_class))
    throw InputError(
        fmt::format("the loss does not fit a {} task: multi-class tasks take cross_entropy, all others bce",
                    metrics::to_string(task)));
}

}  // namespace purkinje::trainer
