// What is measured on the validation part after each epoch, and which epoch is the best so far.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "worker/job.h"
#include "worker/trainer/inference.h"
#include "worker/trainer/losses.h"
#include "worker/trainer/options.h"

namespace purkinje::trainer {

struct ValidationValues {
  std::optional<double> loss;
  std::optional<double> roc_auc, auprc;  // mean over the outputs where they are defined
  std::optional<double> macro_f1;        // metrics/macro_f1.h
};

ValidationValues validation_values(const TrainingOptions& options, metrics::Task task,
                                   const LossWeights& weights, const BatchSource& source,
                                   std::span<const uint32_t> samples, const std::vector<float>& raw);

// The best epoch by the value the options name; the earlier one where two are equal.
class BestEpoch {
 public:
  explicit BestEpoch(TrainingOptions::SelectBy by) : by_(by) {}

  // True where this epoch beats all before it. An undefined value never does.
  bool offer(int epoch, const ValidationValues& values);
  int epoch() const { return epoch_; }  // 0: none yet

 private:
  TrainingOptions::SelectBy by_;
  std::optional<double> best_;  // greater is better
  int epoch_ = 0;
};

}  // namespace purkinje::trainer
