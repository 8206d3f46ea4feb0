// Balanced and shuffled epochs.
#include "worker/trainer/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "base/error.h"

namespace purkinje::trainer {
namespace {

using enum TrainingOptions::Sampling;

struct Part {
  std::vector<uint32_t> samples;
  std::vector<int8_t> labels;
};

// Positives have the lowest numbers; one sample of unknown label at the end.
Part part(size_t positives, size_t negatives) {
  Part p;
  p.samples.resize(positives + negatives + 1);
  std::iota(p.samples.begin(), p.samples.end(), 0u);
  for (size_t i = 0; i < positives + negatives; ++i) p.labels.push_back(i < positives ? 1 : 0);
  p.labels.push_back(-1);
  return p;
}

TEST(BalancedSampling, shows_411_negatives_once_in_13_batches_of_64) {
  const auto p = part(34, 411);
  const Sampler sampler(balanced, 64, p.samples, p.labels, 1, 0);

  const auto batches = sampler.epoch(1);

  ASSERT_EQ(batches.size(), 13u);
  std::map<uint32_t, int> shown;
  for (const auto& batch : batches) {
    const auto positives = std::count_if(batch.begin(), batch.end(), [](uint32_t s) { return s < 34; });
    EXPECT_EQ(static_cast<size_t>(positives) * 2, batch.size());
    for (const auto sample : batch) ++shown[sample];
  }
  EXPECT_EQ(batches.back().size(), 54u);
  for (uint32_t sample = 34; sample < 34 + 411; ++sample) EXPECT_EQ(shown[sample], 1) << sample;
  EXPECT_EQ(shown.count(34 + 411), 0u) << "a sample of unknown label was shown";
}

TEST(BalancedSampling, depends_on_seed_fold_and_epoch_and_on_nothing_else) {
  const auto p = part(5, 40);
  const Sampler one(balanced, 8, p.samples, p.labels, 1, 0);
  one.epoch(7);

  EXPECT_EQ(one.epoch(2), Sampler(balanced, 8, p.samples, p.labels, 1, 0).epoch(2));
  EXPECT_NE(one.epoch(2), one.epoch(3));
  EXPECT_NE(one.epoch(2), Sampler(balanced, 8, p.samples, p.labels, 2, 0).epoch(2));
  EXPECT_NE(one.epoch(2), Sampler(balanced, 8, p.samples, p.labels, 1, 1).epoch(2));
}

TEST(BalancedSampling, refuses_a_part_without_positives_or_without_negatives) {
  const auto no_positives = part(0, 9), no_negatives = part(9, 0);
  EXPECT_THROW(Sampler(balanced, 8, no_positives.samples, no_positives.labels, 1, 0), InputError);
  EXPECT_THROW(Sampler(balanced, 8, no_negatives.samples, no_negatives.labels, 1, 0), InputError);
}

TEST(ShuffledSampling, shows_every_sample_once) {
  const auto p = part(3, 20);
  std::vector<uint32_t> shown;
  for (const auto& batch : Sampler(shuffled, 5, p.samples, p.labels, 1, 0).epoch(1))
    shown.insert(shown.end(), batch.begin(), batch.end());

  EXPECT_NE(shown, p.samples);
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, p.samples);
}

}  // namespace
}  // namespace purkinje::trainer
