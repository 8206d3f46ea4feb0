// The weight-track procedure, and DANet's stages on what it leaves.
#include "worker/trainer/procedures/weight_track.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "tests/trainer/listener.h"
#include "tests/trainer/prepared_folder.h"
#include "worker/trainer/procedures/supervised.h"
#include "worker/trainer/tensor_file.h"

namespace purkinje::trainer {
namespace {

const Json kModule = {{"channels", 8}, {"dilations", {1, 2, 4}}};

class WeightTrackTest : public testing::Test {
 protected:
  WeightTrackTest() { folder_.add_regions(); }
  worker::TrainingJob job(const Json& training = Json::object()) {
    Json given = {{"procedure", "weight_track"}, {"wave_weights", "target"}, {"sampling", "shuffled"}};
    given.update(training);
    auto job = folder_.job(given);
    job.protocol["validation"] = 0.2;
    job.network = "waveform_module";
    job.network_options = network_options(job.network, kModule);
    job.artefact_file = (folder_.path() / "module.pt").string();
    return job;
  }
  worker::TrainerResult train(const worker::TrainingJob& job) {
    Listener listener;
    return train_weight_track(job, torch::kCPU, listener).value();
  }
  std::vector<double> losses(const worker::TrainerResult& result, const std::string& part) {
    std::vector<double> values;
    for (const auto& row : result.epochs)
      if (row.part == part && row.measure == "loss") values.push_back(row.value.value());
    return values;
  }

  PreparedFolder folder_{20, 60, 1};
};

TEST_F(WeightTrackTest, learns_the_weights_of_the_waves) {
  const auto result = train(job({{"epochs", 25}}));

  const auto train_losses = losses(result, "train"), validation = losses(result, "validation");
  ASSERT_EQ(train_losses.size(), 25u);
  ASSERT_EQ(validation.size(), 25u);
  EXPECT_LT(train_losses.back(), 0.5 * train_losses.front());
  EXPECT_TRUE(result.predictions.empty());
}

TEST_F(WeightTrackTest, leaves_the_same_file_twice_with_its_hash_and_what_it_learned_from) {
  const auto one = train(job()), two = train(job());

  EXPECT_EQ(one.artefact_sha256, two.artefact_sha256);
  EXPECT_EQ(one.artefact_sha256, sha256_of_file(one.artefact_file));
  const auto file = read_tensor_file(read_file(one.artefact_file), "weights");
  EXPECT_EQ(file.tensors.at("conv1.weight").size(0), 8);
  EXPECT_FALSE(file.note.at("learned_from").at("samples").empty());
}

TEST_F(WeightTrackTest, takes_the_epoch_of_least_validation_error_when_told_to) {
  const auto result =
      train(job({{"epochs", 8}, {"learning_rate", 0.1}, {"select_weights", "best_validation"}}));

  const auto validation = losses(result, "validation");
  const auto best = std::min_element(validation.begin(), validation.end()) - validation.begin() + 1;
  EXPECT_EQ(result.artefact.at("epoch"), best);
}

TEST_F(WeightTrackTest, refuses_sets_without_regions_and_networks_without_a_track) {
  const PreparedFolder plain(20, 60, 1);
  auto without_regions = job(), without_track = job();
  without_regions.data_folder = plain.path().string();
  without_track.network = "cnn_gru_attention";
  without_track.network_options = folder_.job().network_options;
  EXPECT_THROW(train(without_regions), InputError);
  EXPECT_THROW(train(without_track), InputError);
  EXPECT_THROW(train(job({{"wave_weights", "none"}})), InputError);
}

// S1's line: the module is trained once, DANet starts from it, keeps it in stage 1 and tunes it in stage 2.
TEST_F(WeightTrackTest, is_what_danet_starts_from) {
  const auto module = train(job());
  const Json stages = {{{"name", "frozen"}, {"epochs", 2}, {"freeze", {"enhancer"}}},
                       {{"name", "tuned"}, {"epochs", 2}, {"learning_rate", 1e-3}}};
  auto danet = folder_.job({{"pretrained", "module"}, {"balance_positives", true}, {"stages", stages}});
  danet.protocol["validation"] = 0.2;
  danet.network = "danet";
  danet.network_options = network_options("danet", {{"enhancer_channels", 8},
                                                    {"enhancer_dilations", {1, 2, 4}},
                                                    {"channels", {8, 8}},
                                                    {"kernels", {5, 3}}});
  danet.artefacts = {{"pretrained", "module", "j", module.artefact_file, module.artefact_sha256}};
  danet.traces_per_class = 1;
  Listener listener;

  const auto result = train_supervised(danet, torch::kCPU, listener).value();

  ASSERT_EQ(result.predictions.size(), 4u) << "validation and test of two stages";
  EXPECT_EQ(result.regions.size(), 6u) << "track of validation and test and Grad-CAM of test, twice";
  EXPECT_EQ(result.traces.size(), 8u) << "track and Grad-CAM of a positive and a negative, twice";
  EXPECT_NE(result.regions.front().sums, result.regions[3].sums) << "stage 2 moves the track";
}

}  // namespace
}  // namespace purkinje::trainer
