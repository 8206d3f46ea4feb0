// The `training:` block as the trainer obeys it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace purkinje::trainer {

struct TrainingOptions {
  enum class Optimiser { adam, adamw };
  enum class Schedule { none, cosine, cosine_restarts };
  enum class Loss { bce, softmax_bce, cross_entropy, focal };
  enum class ClassWeights { none, inverse, inverse_sqrt };
  enum class Sampling { balanced, shuffled, weighted };
  enum class Augmentation { none, duplication, synthetic, synthetic_only };
  enum class WaveWeights { none, input, target };
  enum class SelectBy { roc_auc, auprc, macro_f1, loss };

  // A part of the training with parts of the network left as they are.
  struct Stage {
    std::string name = "train";
    int epochs = 100;
    double learning_rate = 1e-3;
    Schedule schedule = Schedule::none;
    std::vector<std::string> freeze = {};  // names of modules, "enhancer" or "classifier.pair1"
  };

  int epochs = 100;
  size_t batch_size = 64;
  std::vector<Stage> stages = {Stage{}};  // at least one
  Optimiser optimiser = Optimiser::adam;
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double weight_decay = 0;
  Schedule schedule = Schedule::none;
  double learning_rate_floor = 0;
  int restart_epochs = 10;
  int restart_factor = 1;
  Loss loss = Loss::bce;
  double focal_gamma = 2;
  ClassWeights class_weights = ClassWeights::none;
  double positive_weight = 1;
  bool balance_positives = false;
  Sampling sampling = Sampling::balanced;
  double sampling_cap = 10;
  Augmentation augmentation = Augmentation::none;
  double augmentation_share = 0.1;
  std::vector<std::string> synthetic_from = {};
  std::optional<std::string> pretrained;
  std::string pretrained_part = "enhancer";
  bool xavier = false;
  WaveWeights wave_weights = WaveWeights::none;
  std::array<double, 4> region_factors = {1, 2, 0.5, 1};  // baseline, P, QRS, T
  int weight_smoothing = 5;
  std::string adversarial_class;
  double label_smoothing = 0.9;
  double generated_share = 0.1;
  double generated_at_least = 0;
  bool scale_leads = true;
  bool predict_with_best = false;
  std::optional<int> early_stopping;  // epochs without a better validation value
  SelectBy select_by = SelectBy::roc_auc;

  // From options resolved by worker/training_options.h; entries of `stages` may be as they were given. Throws
  // InputError where they are not, for two stages of one name and for an even weight_smoothing.
  static TrainingOptions from_json(const Json& resolved);
};

}  // namespace purkinje::trainer
