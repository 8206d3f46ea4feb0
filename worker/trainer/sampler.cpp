#include "worker/trainer/sampler.h"

#include <algorithm>

#include "base/error.h"

namespace purkinje::trainer {

using Sampling = TrainingOptions::Sampling;

Sampler::Sampler(const TrainingOptions& options, std::vector<uint32_t> samples, const LabelTable& labels,
                 uint64_t seed, int fold)
    : sampling_(options.sampling),
      batch_size_(options.batch_size),
      samples_(std::move(samples)),
      seed_(seed),
      fold_(static_cast<uint64_t>(fold)) {
  if (samples_.empty()) throw InputError("the training part is empty");
  if (sampling_ == Sampling::weighted) {
    double sum = 0;
    for (const double weight : sampling_weights(labels, options.sampling_cap))
      weight_sums_.push_back(sum += weight);
  }
  if (sampling_ != Sampling::balanced) return;

  for (size_t i = 0; i < samples_.size(); ++i) {
    if (labels.at(i, 0) == 1) positives_.push_back(samples_[i]);
    if (labels.at(i, 0) == 0) negatives_.push_back(samples_[i]);
  }
  if (positives_.empty()) throw InputError("the training part has no positives, so no batch can be balanced");
  if (negatives_.empty()) throw InputError("the training part has no negatives, so no batch can be balanced");
  if (batch_size_ < 2) throw InputError("a balanced batch needs a batch_size of 2 or more");
}

Batches Sampler::epoch(int epoch) const {
  RandomStream stream(random_key(seed_, fold_, "sampling", static_cast<uint64_t>(epoch)));
  switch (sampling_) {
    case Sampling::balanced:
      return balanced_epoch(stream);
    case Sampling::weighted:
      return in_batches(weighted_draws(stream));
    case Sampling::shuffled:
      break;
  }
  auto order = samples_;
  stream.shuffle(order);
  return in_batches(order);
}

Batches Sampler::balanced_epoch(RandomStream& stream) const {
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

std::vector<uint32_t> Sampler::weighted_draws(RandomStream& stream) const {
  std::vector<uint32_t> draws;
  for (size_t i = 0; i < samples_.size(); ++i) {
    const auto found = std::upper_bound(weight_sums_.begin(), weight_sums_.end() - 1,
                                        stream.uniform() * weight_sums_.back());
    draws.push_back(samples_[static_cast<size_t>(found - weight_sums_.begin())]);
  }
  return draws;
}

Batches Sampler::in_batches(const std::vector<uint32_t>& order) const {
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
