// Losses on raw outputs, and the link that turns those outputs into scores.
#pragma once

#include <torch/torch.h>

#include "metrics/evaluation.h"
#include "worker/trainer/options.h"

namespace purkinje::trainer {

// raw and labels: [batch, outputs], labels 1, 0 or -1 (unknown).
// bce: mean binary cross-entropy over known labels, positives times `positive_weight`. cross_entropy: mean
// negative log softmax of the class whose label is 1. The sum over the samples with a label is divided by
// their number.
torch::Tensor loss_of(const TrainingOptions& options, const torch::Tensor& raw, const torch::Tensor& labels);

metrics::Link link_of(TrainingOptions::Loss loss);

// Throws InputError where a loss does not fit a task (cross_entropy needs one class a sample).
void check_loss_fits(TrainingOptions::Loss loss, metrics::Task task);

}  // namespace purkinje::trainer
