// The order in which an epoch shows its samples, decided by the key (seed, fold, "sampling", epoch) alone.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "worker/trainer/class_counts.h"
#include "worker/trainer/options.h"

namespace purkinje::trainer {

using Batches = std::vector<std::vector<uint32_t>>;

class Sampler {
 public:
  // `samples` are what an epoch draws from; `labels` theirs, used by balanced sampling (first column) and by
  // weighted sampling. Throws InputError where there is nothing to draw: no samples, or, balanced, no
  // positives, no negatives or a batch of one.
  Sampler(const TrainingOptions& options, std::vector<uint32_t> samples, const LabelTable& labels,
          uint64_t seed, int fold);

  // Balanced: every negative once, in halves of a batch; the other half positives drawn with repetition (S0).
  // The last batch is as small as it falls, and balanced too. Shuffled: every sample once. Weighted: as many
  // draws as there are samples, with repetition, each sample as often as its weight says (S3;
  // sampling_weights()).
  Batches epoch(int epoch) const;

 private:
  Batches balanced_epoch(RandomStream& stream) const;
  Batches in_batches(const std::vector<uint32_t>& order) const;
  std::vector<uint32_t> weighted_draws(RandomStream& stream) const;

  TrainingOptions::Sampling sampling_;
  size_t batch_size_;
  std::vector<uint32_t> samples_, positives_, negatives_;
  std::vector<double> weight_sums_;  // weighted: of the samples up to and with each
  uint64_t seed_;
  uint64_t fold_;
};

}  // namespace purkinje::trainer
