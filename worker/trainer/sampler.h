// The order in which an epoch shows its samples, decided by the key (seed, fold, "sampling", epoch) alone.
#pragma once

#include <cstdint>
#include <vector>

#include "worker/trainer/options.h"

namespace purkinje::trainer {

using Batches = std::vector<std::vector<uint32_t>>;

class Sampler {
 public:
  // `samples` are the training part; `labels` theirs, 1, 0 or -1, used by balanced sampling only. Throws
  // InputError where there is nothing to draw: no samples, or, balanced, no positives, no negatives or a
  // batch of one.
  Sampler(TrainingOptions::Sampling sampling, size_t batch_size, std::vector<uint32_t> samples,
          const std::vector<int8_t>& labels, uint64_t seed, int fold);

  // Balanced: every negative once, in halves of a batch; the other half positives drawn with repetition (S0).
  // The last batch is as small as it falls, and balanced too. Shuffled: every sample once.
  Batches epoch(int epoch) const;

 private:
  Batches balanced_epoch(int epoch) const;
  Batches shuffled_epoch(int epoch) const;

  TrainingOptions::Sampling sampling_;
  size_t batch_size_;
  std::vector<uint32_t> samples_, positives_, negatives_;
  uint64_t seed_;
  uint64_t fold_;
};

}  // namespace purkinje::trainer
