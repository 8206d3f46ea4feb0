// Balanced, shuffled and weighted epochs.
#include "worker/trainer/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/error.h"

namespace purkinje::trainer {
namespace {

using enum TrainingOptions::Sampling;

struct Part {
  std::vector<uint32_t> samples;
  LabelTable labels{1, {}};
};

Sampler sampler_of(TrainingOptions::Sampling sampling, size_t batch_size, const Part& p, uint64_t seed = 1,
                   int fold = 0) {
  TrainingOptions options;
  options.sampling = sampling;
  options.batch_size = batch_size;
  return {options, p.samples, p.labels, seed, fold};
}

// Positives have the lowest numbers; one sample of unknown label at the end.
Part part(size_t positives, size_t negatives) {
  Part p;
  p.samples.resize(positives + negatives + 1);
  std::iota(p.samples.begin(), p.samples.end(), 0u);
  for (size_t i = 0; i < positives + negatives; ++i) p.labels.labels.push_back(i < positives ? 1 : 0);
  p.labels.labels.push_back(-1);
  return p;
}

TEST(BalancedSampling, shows_411_negatives_once_in_13_batches_of_64) {
  const auto p = part(34, 411);
  const auto sampler = sampler_of(balanced, 64, p);

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
  const auto one = sampler_of(balanced, 8, p);
  one.epoch(7);

  EXPECT_EQ(one.epoch(2), sampler_of(balanced, 8, p, 1, 0).epoch(2));
  EXPECT_NE(one.epoch(2), one.epoch(3));
  EXPECT_NE(one.epoch(2), sampler_of(balanced, 8, p, 2, 0).epoch(2));
  EXPECT_NE(one.epoch(2), sampler_of(balanced, 8, p, 1, 1).epoch(2));
}

TEST(BalancedSampling, refuses_a_part_without_positives_or_without_negatives) {
  const auto no_positives = part(0, 9), no_negatives = part(9, 0);
  EXPECT_THROW(sampler_of(balanced, 8, no_positives, 1, 0), InputError);
  EXPECT_THROW(sampler_of(balanced, 8, no_negatives, 1, 0), InputError);
}

TEST(ShuffledSampling, shows_every_sample_once) {
  const auto p = part(3, 20);
  std::vector<uint32_t> shown;
  for (const auto& batch : sampler_of(shuffled, 5, p).epoch(1))
    shown.insert(shown.end(), batch.begin(), batch.end());

  EXPECT_NE(shown, p.samples);
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, p.samples);
}

std::vector<uint32_t> flat(const Batches& batches) {
  std::vector<uint32_t> all;
  for (const auto& batch : batches) all.insert(all.end(), batch.begin(), batch.end());
  return all;
}

// 100 samples, 96 of class 0, 4 of class 1 (one of these of both).
Part two_classes() {
  Part p;
  p.labels.classes = 2;
  for (uint32_t i = 0; i < 100; ++i) {
    p.samples.push_back(i);
    p.labels.labels.push_back(i >= 3 ? 1 : 0);
    p.labels.labels.push_back(i < 4 ? 1 : 0);
  }
  return p;
}

TEST(WeightedSampling, weighs_a_sample_by_its_rarest_class_within_one_and_the_cap) {
  const auto weights = sampling_weights(two_classes().labels, 10),
             capped = sampling_weights(two_classes().labels, 2);

  EXPECT_DOUBLE_EQ(weights[0], 5);  // sqrt(100 / 4)
  EXPECT_DOUBLE_EQ(weights[3], 5);  // the rarer of its two
  EXPECT_DOUBLE_EQ(weights[50], std::sqrt(100.0 / 97));
  EXPECT_DOUBLE_EQ(capped[0], 2);
  EXPECT_DOUBLE_EQ(sampling_weights(LabelTable{1, {0, 0, -1}}, 10)[0], 1) << "no positive class at all";
}

TEST(WeightedSampling, draws_as_many_as_there_are_each_as_often_as_its_weight_says) {
  const auto p = two_classes();
  const auto sampler = sampler_of(weighted, 8, p);
  size_t rare = 0, all = 0;

  for (int epoch = 1; epoch <= 400; ++epoch) {
    const auto draws = flat(sampler.epoch(epoch));
    ASSERT_EQ(draws.size(), 100u);
    all += draws.size();
    rare += static_cast<size_t>(std::count_if(draws.begin(), draws.end(), [](uint32_t s) { return s < 4; }));
  }

  const double expected = 20 / (20 + 96 * std::sqrt(100.0 / 97));  // 0.170; standard deviation 0.0019
  EXPECT_NEAR(static_cast<double>(rare) / static_cast<double>(all), expected, 0.008);
}

TEST(WeightedSampling, depends_on_seed_fold_and_epoch_and_on_nothing_else) {
  const auto p = two_classes();
  const auto one = sampler_of(weighted, 8, p);

  EXPECT_EQ(one.epoch(2), sampler_of(weighted, 8, p).epoch(2));
  EXPECT_NE(one.epoch(2), one.epoch(3));
  EXPECT_NE(one.epoch(2), sampler_of(weighted, 8, p, 1, 1).epoch(2));
}

}  // namespace
}  // namespace purkinje::trainer
