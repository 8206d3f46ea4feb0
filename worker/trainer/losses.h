// Losses on raw outputs, and the link that turns those outputs into scores. Softmax and sigmoid are inside
// the losses: networks give logits, so neither is ever applied twice.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "metrics/evaluation.h"
#include "worker/trainer/class_counts.h"
#include "worker/trainer/options.h"

namespace purkinje::trainer {

// Factors that come from the training part's counts.
struct LossWeights {
  std::vector<double> of_class = {};      // [outputs], cross_entropy and focal; empty: 1
  std::vector<double> of_positives = {};  // [outputs], bce; empty: positive_weight for all
};
LossWeights loss_weights(const TrainingOptions& options, const ClassCounts& counts);

// raw and labels: [batch, outputs], labels 1, 0 or -1 (unknown).
//
// bce: binary cross-entropy over known labels, positives times their weight; softmax_bce: the same of the
// softmax over all outputs, without weights (each logarithm at least -100, as PyTorch has it). Both: sum over
// the known labels divided by their number.
//
// cross_entropy: w_y (-log p_y) with p = softmax(raw) and y the class whose label is 1; focal: Lin et
// al. 2017, "Focal loss for dense object detection", eq. 5, on the softmax: w_y (1 - p_y)^gamma (-log p_y),
// w being its alpha. Both: the sum over the samples divided by the number of samples and not by the sum of
// their weights (as PyTorch's weighted cross-entropy does), so that a batch of common classes counts as
// little as its weights say. A sample without exactly one 1 is left out of sum and number.
torch::Tensor loss_of(const TrainingOptions& options, const torch::Tensor& raw, const torch::Tensor& labels,
                      const LossWeights& weights = {});

metrics::Link link_of(TrainingOptions::Loss loss);

}  // namespace purkinje::trainer
