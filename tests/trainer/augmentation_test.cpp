// Rare classes filled up, in the training part only.
#include "worker/trainer/augmentation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/sha256.h"
#include "tests/trainer/listener.h"
#include "tests/trainer/prepared_folder.h"
#include "worker/trainer/artefacts.h"
#include "worker/trainer/procedures/supervised.h"
#include "worker/trainer/sampler.h"
#include "worker/trainer/training_data.h"

namespace purkinje::trainer {
namespace {

// 60 samples of a, 12 of b, 6 of c.
class AugmentationTest : public testing::Test {
 protected:
  // The data of a job with these options, and what its epochs draw from.
  std::vector<uint32_t> samples_of(const Json& given) {
    auto job = job_;
    job.training.update(given);
    const auto options = TrainingOptions::from_json(job.training);
    data_.emplace(training_data(job, options, torch::kCPU));
    return augmented(data_->split.train, options, job, data_->source);
  }
  std::map<char, size_t> classes_of(const std::vector<uint32_t>& samples) {
    std::map<char, size_t> counts;
    for (const auto sample : samples)
      for (size_t c = 0; c < 3; ++c)
        if (data_->source.label(sample, c) == 1) ++counts["abc"[c]];
    return counts;
  }
  // A file as an adversarial job leaves it: constant beats, told apart by their value.
  void add_artefact(const std::string& name, const std::string& of_class, int64_t beats,
                    const std::vector<uint32_t>& learned = {}) {
    const auto file = folder_.path() / (name + ".pt");
    const auto values = torch::arange(1, beats + 1, torch::kFloat).view({-1, 1, 1}).expand({-1, 1, 40}) / 100;
    const auto set = folder_.open();
    const auto hash = write_tensor_file({{{"beats", values.contiguous()}},
                                         {{"class", of_class}, {"learned_from", learned_from(set, learned)}}},
                                        file);
    job_.artefacts.push_back({"synthetic", name, "j", file.string(), hash});
  }

  PreparedFolder folder_{ClassSizes{60, 12, 6}};
  worker::TrainingJob job_ = folder_.job();
  std::optional<TrainingData> data_;
};

const Json kDuplication = {{"augmentation", "duplication"}, {"augmentation_share", 0.5}};
Json synthetic(const std::vector<std::string>& from, double share = 0.5) {
  return {{"augmentation", "synthetic"}, {"augmentation_share", share}, {"synthetic_from", from}};
}

Json synthetic_only(const std::vector<std::string>& from) {
  return {{"augmentation", "synthetic_only"}, {"synthetic_from", from}};
}

TEST_F(AugmentationTest, duplicates_rare_classes_evenly_up_to_the_share) {
  const auto before = classes_of((samples_of(Json::object())));
  const auto samples = samples_of(kDuplication);
  const auto after = classes_of(samples);

  EXPECT_EQ(after.at('a'), before.at('a'));
  EXPECT_EQ(after.at('b'), (before.at('a') + 1) / 2);
  EXPECT_EQ(after.at('c'), (before.at('a') + 1) / 2);
  std::map<uint32_t, size_t> times;
  for (const auto sample : samples) ++times[sample];
  size_t least = 99, most = 0;
  for (const auto& [sample, count] : times)
    if (data_->source.label(sample, 2) == 1) least = std::min(least, count), most = std::max(most, count);
  EXPECT_LE(most - least, 1u);
  EXPECT_EQ(samples, samples_of(kDuplication)) << "the draw depends on its key alone";
}

TEST_F(AugmentationTest, draws_from_the_training_part_only) {
  for (const auto sample : samples_of(kDuplication))
    EXPECT_TRUE(std::binary_search(data_->split.train.begin(), data_->split.train.end(), sample));
}

TEST_F(AugmentationTest, adds_the_artefacts_first_samples_under_numbers_beyond_the_set) {
  add_artefact("beats_c", "c", 60);
  const auto samples = samples_of(synthetic({"beats_c"}));
  const auto counts = classes_of(samples);

  EXPECT_EQ(counts.at('c'), (counts.at('a') + 1) / 2);
  EXPECT_LT(counts.at('b'), counts.at('c')) << "only the artefact's class is filled up";
  uint32_t next = 78;
  for (size_t i = data_->split.train.size(); i < samples.size(); ++i) EXPECT_EQ(samples[i], next++);
}

TEST_F(AugmentationTest, scales_synthetic_samples_by_the_real_training_part_alone) {
  add_artefact("beats_c", "c", 60);
  samples_of(Json::object());
  const auto real = data_->source.signals(data_->split.train);
  const auto samples = samples_of(synthetic({"beats_c"}));

  EXPECT_TRUE(torch::equal(data_->source.signals(data_->split.train), real));
  const auto scaling = data::fit_lead_scaling(*data_->set, data_->split.train);
  const uint32_t second = 79;
  EXPECT_NEAR(data_->source.signals({&second, 1})[0][0][0].item<double>(),
              (0.02 - scaling.mean[0]) / scaling.sd[0], 1e-5);
}

TEST_F(AugmentationTest, replaces_every_real_sample_of_the_artefacts_classes_by_a_generated_one) {
  add_artefact("beats_b", "b", 60);
  add_artefact("beats_c", "c", 60);
  const auto before = classes_of(samples_of(Json::object()));

  const auto samples = samples_of(synthetic_only({"beats_b", "beats_c"}));

  EXPECT_EQ(classes_of(samples), before) << "as many of each class";
  for (const auto sample : samples) EXPECT_EQ(sample < 78, data_->source.label(sample, 0) == 1) << sample;
  const std::set<uint32_t> each(samples.begin(), samples.end());
  EXPECT_EQ(each.size(), samples.size()) << "none twice";
  EXPECT_EQ(data_->split.train.size(), samples.size());
}

TEST_F(AugmentationTest, leaves_classes_without_an_artefact_real) {
  add_artefact("beats_c", "c", 60);

  const auto samples = samples_of(synthetic_only({"beats_c"}));

  std::vector<uint32_t> real;
  for (const auto sample : data_->split.train)
    if (data_->source.label(sample, 2) == 0) real.push_back(sample);
  EXPECT_TRUE(std::equal(real.begin(), real.end(), samples.begin())) << "in the order of the training part";
  for (size_t i = real.size(); i < samples.size(); ++i) EXPECT_EQ(samples[i], 78 + i - real.size());
}

TEST_F(AugmentationTest, draws_no_real_sample_of_a_replaced_class_in_any_epoch) {
  add_artefact("beats_c", "c", 60);
  const auto given = synthetic_only({"beats_c"});
  const auto samples = samples_of(given);
  auto training = job_.training;
  training.update(given);
  const auto options = TrainingOptions::from_json(training);
  const Sampler sampler(options, samples, data_->source.label_table(samples), job_.seed, job_.fold);
  const Sampler again(options, samples_of(given), data_->source.label_table(samples), job_.seed, job_.fold);
  const Sampler other(options, samples, data_->source.label_table(samples), job_.seed + 1, job_.fold);

  for (int epoch = 1; epoch <= 3; ++epoch) {
    for (const auto& batch : sampler.epoch(epoch))
      for (const auto sample : batch)
        EXPECT_FALSE(sample < 78 && data_->source.label(sample, 2) == 1) << sample;
    EXPECT_EQ(sampler.epoch(epoch), again.epoch(epoch)) << "the key alone decides";
  }
  EXPECT_NE(sampler.epoch(1), sampler.epoch(2));
  EXPECT_NE(sampler.epoch(1), other.epoch(1));
}

TEST_F(AugmentationTest, never_reaches_validation_or_test) {
  add_artefact("beats_c", "c", 60);
  job_.protocol["validation"] = 0.2;
  for (const auto& given : {kDuplication, synthetic({"beats_c"}), synthetic_only({"beats_c"})}) {
    auto job = job_;
    job.training.update(given);
    const auto split = data::make_split(job.protocol, folder_.open().manifest(), job.seed, job.fold);
    Listener listener;

    const auto result = train_supervised(job, torch::kCPU, listener).value();

    ASSERT_EQ(result.predictions.size(), 2u);
    EXPECT_EQ(result.predictions[0].samples, split.validation);
    EXPECT_EQ(result.predictions[1].samples, split.test);
    for (const auto& predictions : result.predictions)
      for (const auto sample : predictions.samples) {
        EXPECT_LT(sample, 78u);
        EXPECT_FALSE(std::binary_search(split.train.begin(), split.train.end(), sample));
      }
  }
}

TEST_F(AugmentationTest, refuses_beats_that_were_learned_from_what_this_job_is_judged_on) {
  samples_of(Json::object());
  add_artefact("honest", "c", 60, data_->split.train);
  add_artefact("leaking", "c", 60, data_->split.test);

  EXPECT_NO_THROW(samples_of(synthetic({"honest"})));
  EXPECT_THROW(samples_of(synthetic({"leaking"})), InputError);
  EXPECT_NO_THROW(samples_of(synthetic_only({"honest"})));
  EXPECT_THROW(samples_of(synthetic_only({"leaking"})), InputError);
}

TEST_F(AugmentationTest, refuses_too_few_beats_unknown_artefacts_and_other_classes) {
  add_artefact("few", "c", 2);
  add_artefact("other", "d", 60);
  EXPECT_THROW(samples_of(synthetic({"few"})), InputError);
  EXPECT_THROW(samples_of(synthetic({"fwe"})), InputError);
  EXPECT_THROW(samples_of(synthetic({"other"})), InputError);
  EXPECT_NO_THROW(samples_of(synthetic({"few"}, 0.1)));
}

TEST_F(AugmentationTest, says_what_to_set_where_the_artefact_cannot_replace_every_real_sample) {
  add_artefact("few", "c", 2);
  try {
    samples_of(synthetic_only({"few"}));
    FAIL() << "2 beats stand for more";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("class 'c' hold 2 samples"));
    EXPECT_THAT(error.what(), testing::HasSubstr("set their generated_at_least to 1"));
  }
}

TEST_F(AugmentationTest, refuses_a_file_that_was_altered) {
  add_artefact("beats_c", "c", 60);
  job_.artefacts[0].sha256 = sha256("something else");
  EXPECT_THROW(samples_of(synthetic({"beats_c"})), InputError);
}

TEST(Augmentation, of_a_binary_task_fills_up_positives_only) {
  EXPECT_EQ(missing_samples({1, {1, 0, 0, 0, 0}}, 0.5), std::vector<size_t>{1});
  EXPECT_EQ(missing_samples({1, {1, 1, 1, 1, 0}}, 0.5), std::vector<size_t>{0});
}

}  // namespace
}  // namespace purkinje::trainer
