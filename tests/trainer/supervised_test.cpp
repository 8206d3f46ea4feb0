// The supervised procedure on a small set it can learn.
#include "worker/trainer/procedures/supervised.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/prepared/splits.h"
#include "tests/trainer/listener.h"
#include "tests/trainer/prepared_folder.h"
#include "worker/trainer/device.h"
#include "worker/trainer/failure.h"

namespace purkinje::trainer {
namespace {

const torch::Device kCpu(torch::kCPU);

TEST(Supervised, gives_the_same_bits_twice) {
  const PreparedFolder folder(20, 60);
  const auto one = train(folder.job()), two = train(folder.job());

  ASSERT_EQ(one.predictions.size(), two.predictions.size());
  for (size_t i = 0; i < one.predictions.size(); ++i)
    EXPECT_EQ(one.predictions[i].raw, two.predictions[i].raw);
  for (size_t i = 0; i < one.epochs.size(); ++i) EXPECT_EQ(one.epochs[i].value, two.epochs[i].value);
}

TEST(Supervised, learns_nothing_from_another_data_set_that_it_predicts) {
  PreparedFolder alone(20, 60), near(20, 60), far(20, 60);
  near.add_external("outside", 6, 0);
  far.add_external("outside", 6, 1000);
  const auto job_of = [&](const PreparedFolder& folder) {
    auto job = folder.job();
    job.protocol["validation"] = 0.2;
    return job;
  };

  const auto without = train(job_of(alone)), one = train(job_of(near)), other = train(job_of(far));

  ASSERT_EQ(one.epochs.size(), without.epochs.size());
  for (size_t i = 0; i < without.epochs.size(); ++i) {
    EXPECT_EQ(one.epochs[i].value, without.epochs[i].value) << without.epochs[i].measure;
    EXPECT_EQ(other.epochs[i].value, without.epochs[i].value) << without.epochs[i].measure;
  }
  ASSERT_EQ(without.predictions.size(), 2u);
  ASSERT_EQ(one.predictions.size(), 3u);
  for (size_t part = 0; part < 2; ++part) {
    EXPECT_EQ(one.predictions[part].raw, without.predictions[part].raw);
    EXPECT_EQ(other.predictions[part].raw, without.predictions[part].raw);
  }
  EXPECT_EQ(one.predictions[2].part, "outside");
  EXPECT_EQ(one.predictions[2].samples, (std::vector<uint32_t>{80, 81, 82, 83, 84, 85}));
  EXPECT_NE(one.predictions[2].raw, other.predictions[2].raw)
      << "scaled by the training part, not by themselves";
}

TEST(Supervised, predicts_all_of_another_data_set_in_every_fold) {
  PreparedFolder folder(20, 60);
  folder.add_external("outside", 6, 0);
  auto job = folder.job();
  for (job.fold = 0; job.fold < 2; ++job.fold) {
    const auto result = train(job);
    EXPECT_EQ(result.predictions.back().part, "outside");
    EXPECT_EQ(result.predictions.back().samples.size(), 6u);
  }
}

TEST(Supervised, gives_other_predictions_for_another_seed) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  const auto one = train(job);
  job.seed = 2;

  EXPECT_NE(one.predictions.back().raw, train(job).predictions.back().raw);
}

TEST(Supervised, learns_what_tells_the_classes_apart) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  job.training["epochs"] = 12;

  const auto result = train(job);

  const auto& test = result.predictions.back();
  ASSERT_EQ(test.part, "test");
  float lowest_positive = 1e9f, highest_negative = -1e9f;
  for (size_t i = 0; i < test.samples.size(); ++i) {
    if (test.samples[i] < 20)
      lowest_positive = std::min(lowest_positive, test.raw[i]);
    else
      highest_negative = std::max(highest_negative, test.raw[i]);
  }
  EXPECT_GT(lowest_positive, highest_negative);
}

TEST(Supervised, predicts_the_split_of_the_protocol) {
  const PreparedFolder folder(20, 60);
  const auto job = folder.job();
  const auto set = data::PreparedSet::open(job.data_folder);
  const auto split = data::make_split(job.protocol, set.manifest(), job.seed, job.fold);

  const auto result = train(job);

  EXPECT_EQ(result.predictions.back().samples, split.test);
  EXPECT_EQ(result.predictions.back().raw.size(), split.test.size());
}

TEST(Supervised, reports_losses_each_epoch) {
  const PreparedFolder folder(20, 60);
  Listener listener;
  const auto result = train_supervised(folder.job(), kCpu, listener);

  ASSERT_EQ(listener.epochs.size(), 3u);
  EXPECT_EQ(listener.epochs[0][0].measure, "loss");
  EXPECT_EQ(result->epochs.size(), listener.epochs[0].size() * 3);
}

TEST(Supervised, ends_without_a_result_when_told_to) {
  const PreparedFolder folder(20, 60);
  Listener listener;
  listener.stop_in_epoch = 2;

  EXPECT_FALSE(train_supervised(folder.job(), kCpu, listener));
  EXPECT_EQ(listener.epochs.size(), 1u);
}

TEST(Supervised, keeps_attention_of_the_named_records_that_are_in_the_test_part) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  for (int i = 0; i < 80; ++i) job.trace_records.push_back(fmt::format("r{}", i));

  const auto result = train(job);

  ASSERT_EQ(result.traces.size(), result.predictions.back().samples.size());
  for (const auto& trace : result.traces) {
    EXPECT_EQ(trace.values.size(), 40u);
    double sum = 0;
    for (const float weight : trace.values) sum += weight;
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

TEST(Supervised, writes_the_weights_with_their_hash_when_asked) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  job.keep_weights = "last";
  job.weights_file = (folder.path() / "weights.pt").string();

  const auto result = train(job);

  EXPECT_EQ(result.weights_sha256, sha256_of_file(job.weights_file));
}

TEST(Supervised, refuses_another_data_set_than_the_job_was_planned_for) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  job.data_fingerprint = "another";
  EXPECT_THROW(train(job), InputError);
}

TEST(Supervised, refuses_a_folder_that_is_not_there) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  job.data_folder += "-missing";
  EXPECT_THROW(train(job), InputError);
}

TEST(Supervised, calls_a_loss_that_is_no_number_diverged) {
  const PreparedFolder folder(20, 60);
  auto job = folder.job();
  job.training["learning_rate"] = 1e30;
  EXPECT_THROW(train(job), Diverged);
}

}  // namespace
}  // namespace purkinje::trainer
