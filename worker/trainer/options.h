// The `training:` block as the trainer obeys it.
#pragma once

#include <cstdint>
#include <optional>

#include "base/json.h"

namespace purkinje::trainer {

struct TrainingOptions {
  enum class Optimiser { adam, adamw };
  enum class Schedule { none, cosine };
  enum class Loss { bce, cross_entropy };
  enum class Sampling { balanced, shuffled };
  enum class SelectBy { roc_auc, auprc, loss };

  int epochs = 100;
  size_t batch_size = 64;
  Optimiser optimiser = Optimiser::adam;
  double learning_rate = 1e-3;
  double weight_decay = 0;
  Schedule schedule = Schedule::none;
  Loss loss = Loss::bce;
  double positive_weight = 1;
  Sampling sampling = Sampling::balanced;
  bool scale_leads = true;
  bool predict_with_best = false;
  std::optional<int> early_stopping;  // epochs without a better validation value
  SelectBy select_by = SelectBy::roc_auc;

  // From options resolved by worker/training_options.h. Throws InputError where they are not.
  static TrainingOptions from_json(const Json& resolved);
};

// The learning rate of a 1-based epoch. cosine: Loshchilov and Hutter 2017, eq. 5, without restarts.
double learning_rate_at(const TrainingOptions& options, int epoch);

}  // namespace purkinje::trainer
