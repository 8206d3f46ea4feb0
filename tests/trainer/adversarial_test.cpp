// The adversarial procedure on a small class of beats.
#include "worker/trainer/procedures/adversarial.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "base/sha256.h"
#include "data/prepared/splits.h"
#include "tests/trainer/listener.h"
#include "tests/trainer/prepared_folder.h"
#include "worker/trainer/nearest.h"
#include "worker/trainer/procedures/supervised.h"
#include "worker/trainer/tensor_file.h"

namespace purkinje::trainer {
namespace {

class AdversarialTest : public testing::Test {
 protected:
  worker::TrainingJob job(int epochs = 3, const std::string& product = "beats.pt") {
    auto job = folder_.job({{"procedure", "adversarial"},
                            {"adversarial_class", "c"},
                            {"generated_share", 0.5},
                            {"scaling", "none"},
                            {"learning_rate", 1e-3},
                            {"beta1", 0.5},
                            {"batch_size", 8},
                            {"epochs", epochs},
                            {"loss", nullptr}});
    job.network = "beat_gan";
    job.network_options = network_options(
        "beat_gan", {{"noise", 8}, {"generator_channels", {16, 8}}, {"discriminator_channels", {8, 16}}});
    job.artefact_file = (folder_.path() / product).string();
    return job;
  }
  worker::TrainerResult train(const worker::TrainingJob& job) {
    Listener listener;
    return train_adversarial(job, torch::kCPU, listener).value();
  }
  data::Split split() {
    const auto j = job();
    return data::make_split(j.protocol, folder_.open().manifest(), j.seed, j.fold);
  }
  size_t in_train(uint32_t first, uint32_t end) {
    const auto train = split().train;
    return static_cast<size_t>(
        std::count_if(train.begin(), train.end(), [&](uint32_t s) { return s >= first && s < end; }));
  }

  PreparedFolder folder_{ClassSizes{60, 30, 20}};  // c: samples 90 to 109
};

TEST_F(AdversarialTest, generates_what_the_class_lacks_of_its_share_from_its_own_training_samples) {
  const auto result = train(job());

  const auto file = read_tensor_file(read_file(result.artefact_file), "beats");
  const size_t wanted = (in_train(0, 60) + 1) / 2 - in_train(90, 110);
  EXPECT_EQ(file.tensors.at("beats").sizes().vec(),
            (std::vector<int64_t>{static_cast<int64_t>(wanted), 1, 40}));
  EXPECT_EQ(file.note.at("class"), "c");
  const auto learned = file.note.at("learned_from").at("samples").get<std::vector<uint32_t>>();
  EXPECT_EQ(learned.size(), in_train(90, 110));
  const auto train = split().train;
  for (const auto sample : learned) {
    EXPECT_GE(sample, 90u);
    EXPECT_TRUE(std::binary_search(train.begin(), train.end(), sample));
  }
  EXPECT_EQ(result.artefact.at("beats"), wanted);
  EXPECT_EQ(result.artefact.at("real_beats"), learned.size());
  EXPECT_TRUE(result.predictions.empty());
}

TEST_F(AdversarialTest, generates_at_least_as_many_as_are_asked_for_each_real_one) {
  auto many = job();
  many.training["generated_share"] = 0.0;
  many.training["generated_at_least"] = 1.5;

  const auto result = train(many);

  const auto real = in_train(90, 110);
  EXPECT_EQ(result.artefact.at("beats"), (3 * real + 1) / 2);
  many.training["generated_share"] = 1.0;
  many.training["generated_at_least"] = 1.0;
  EXPECT_EQ(train(many).artefact.at("beats"), std::max(real, in_train(0, 60) - real)) << "the larger of both";
}

TEST_F(AdversarialTest, makes_beats_that_can_replace_the_real_ones) {
  auto only = job();
  only.training["generated_at_least"] = 1.0;
  const auto gan = train(only);
  auto classifier = folder_.job({{"augmentation", "synthetic_only"}, {"synthetic_from", {"gan_c"}}});
  classifier.artefacts = {{"synthetic", "gan_c", "j", gan.artefact_file, gan.artefact_sha256}};
  Listener listener;

  EXPECT_TRUE(train_supervised(classifier, torch::kCPU, listener));
}

TEST_F(AdversarialTest, reports_the_losses_of_both_each_epoch) {
  const auto result = train(job(2));

  ASSERT_EQ(result.epochs.size(), 6u);
  EXPECT_EQ(result.epochs[3].measure, "generator_loss");
  EXPECT_EQ(result.epochs[4].measure, "discriminator_loss");
  EXPECT_EQ(result.epochs[4].epoch, 2);
}

TEST_F(AdversarialTest, gives_the_same_file_twice_and_another_for_another_seed) {
  const auto one = train(job(3, "one.pt")), two = train(job(3, "two.pt"));
  auto other = job(3, "three.pt");
  other.seed = 2;

  EXPECT_EQ(one.artefact_sha256, sha256_of_file(one.artefact_file));
  EXPECT_EQ(one.artefact_sha256, two.artefact_sha256);
  EXPECT_NE(one.artefact_sha256, train(other).artefact_sha256);
}

TEST_F(AdversarialTest, brings_its_beats_near_the_real_ones) {
  const auto early = train(job(1)), late = train(job(150));

  EXPECT_LT(late.artefact.at("nearest_real_of_generated").get<double>(),
            0.5 * early.artefact.at("nearest_real_of_generated").get<double>());
}

TEST_F(AdversarialTest, makes_beats_that_a_classifier_takes) {
  const auto gan = train(job());
  auto classifier = folder_.job(
      {{"augmentation", "synthetic"}, {"augmentation_share", 0.5}, {"synthetic_from", {"gan_c"}}});
  classifier.artefacts = {{"synthetic", "gan_c", "j", gan.artefact_file, gan.artefact_sha256}};
  Listener listener;

  const auto result = train_supervised(classifier, torch::kCPU, listener);

  ASSERT_TRUE(result);
  classifier.fold = 1;  // trains on what is tested here
  EXPECT_THROW(train_supervised(classifier, torch::kCPU, listener), InputError);
}

TEST_F(AdversarialTest, refuses_other_networks_unknown_classes_and_scaled_signals) {
  auto other = job(), unknown = job(), scaled = job();
  other.network = "cnn_gru_attention";
  other.network_options = folder_.job().network_options;
  unknown.training["adversarial_class"] = "d";
  scaled.training["scaling"] = "per_lead_train";
  EXPECT_THROW(train(other), InputError);
  EXPECT_THROW(train(unknown), InputError);
  EXPECT_THROW(train(scaled), InputError);
}

TEST_F(AdversarialTest, refuses_samples_the_generator_cannot_make) {
  const PreparedFolder millivolts(20, 60, 1);  // noise around zero
  auto wrong = job();
  wrong.data_folder = millivolts.path().string();
  wrong.task = metrics::Task::binary;
  wrong.classes = {"bump"};
  wrong.training["adversarial_class"] = "bump";
  EXPECT_THROW(train(wrong), InputError);
}

TEST_F(AdversarialTest, ends_without_a_product_when_told_to) {
  Listener listener;
  listener.stop_in_epoch = 2;

  EXPECT_FALSE(train_adversarial(job(), torch::kCPU, listener));
  EXPECT_FALSE(std::filesystem::exists(job().artefact_file));
}

TEST(NearestDistances, leave_the_sample_itself_out) {
  const auto real = torch::tensor({{{0.f, 0.f}}, {{3.f, 4.f}}, {{3.f, 5.f}}});  // [3, 1, 2]
  const auto generated = torch::tensor({{{0.f, 1.f}}, {{3.f, 4.f}}});

  const auto distances = nearest_distances(generated, real);

  EXPECT_DOUBLE_EQ(distances.to_real.value(), 0.5);
  EXPECT_DOUBLE_EQ(distances.between_real.value(), (5 + 1 + 1) / 3.0);
  // One sample is asked, and all real ones may be its neighbour.
  EXPECT_DOUBLE_EQ(*nearest_distances(generated.slice(0, 1, 2), real, 1).to_real, 0);
  EXPECT_DOUBLE_EQ(*nearest_distances(generated, real, 1).between_real, 5);
  EXPECT_FALSE(nearest_distances(generated.slice(0, 0, 0), real).to_real);
  EXPECT_FALSE(nearest_distances(generated, real.slice(0, 0, 1)).between_real);
}

}  // namespace
}  // namespace purkinje::trainer
