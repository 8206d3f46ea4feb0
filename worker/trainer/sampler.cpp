#include "worker/trainer/sampler.h"

#include <algorithm>

#include "base/error.h"
#include "base/random.h"

namespace purkinje::trainer {

Sampler::Sampler(TrainingOptions::Sampling sampling, size_t batch_size, std::vector<uint32_t> samples,
                 const std::vector<int8_t>& labels, uint64_t seed, int fold)
    : sampling_(sampling),
      batch_size_(batch_size),
      samples_(std::move(samples)),
      seed_(seed),
      fold_(static_cast<uint64_t>(fold)) {
  if (samples_.empty()) throw InputError("the training part is empty");
  if (sampling_ == TrainingOptions::Sampling::shuffled) return;

  for (size_t i = 0; i < samples_.size(); ++i) {
    if (labels.at(i) == 1) positives_.push_back(samples_[i]);
    if (labels.at(i) == 0) negatives_.push_back(samples_[i]);
  }
  if (positives_.empty()) throw InputError("the training part has no positives, so no batch can be balanced");
  if (negatives_.empty()) throw InputError("the training part has no negatives, so no batch can be balanced");
  if (batch_size_ < 2) throw InputError("a balanced batch needs a batch_size of 2 or more");
}

Batches Sampler::epoch(int epoch) const {
  return sampling_ == TrainingOptions::Sampling::balanced ? balanced_epoch(epoch) : shuffled_epoch(epoch);
}

Batches Sampler::balanced_epoch(int epoch) const {
  RandomStream stream(random_key(seed_, fold_, "sampling", static_cast<uint64_t>(epoch)));
  auto negatives = negatives_;
  stream.shuffle(negatives);
  const size_t half = batch_size_ / 2;
  Batches batches;
  for (size_t start = 0; start < negatives.size(); start += half) {
    const size_t count = std::min(half, negatives.size() - start);
    auto& batch = batches.emplace_back();
    for (size_t i = 0; i < count; ++i) batch.push_back(negatives[start + i]);
    for (size_t i = 0; i < count; ++i) batch.push_back(positives_[stream.below(positives_.size())]);
  }
  return batches;
}

Batches Sampler::shuffled_epoch(int epoch) const {
  RandomStream stream(random_key(seed_, fold_, "sampling", static_cast<uint64_t>(epoch)));
  auto order = samples_;
  stream.shuffle(order);
  Batches batches;
  for (size_t start = 0; start < order.size(); start += batch_size_) {
    const auto first = order.begin() + static_cast<std::ptrdiff_t>(start);
    const auto last =
        order.begin() + static_cast<std::ptrdiff_t>(std::min(start + batch_size_, order.size()));
    batches.emplace_back(first, last);
  }
  return batches;
}

}  // namespace purkinje::trainer
