// Stages of one job: their own epochs and rates, frozen parts, rows and predictions under their names.
#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/files.h"
#include "data/prepared/splits.h"
#include "tests/trainer/listener.h"
#include "tests/trainer/prepared_folder.h"
#include "worker/trainer/artefacts.h"
#include "worker/trainer/initialisation.h"
#include "worker/trainer/modules.h"
#include "worker/trainer/procedures/supervised.h"
#include "worker/trainer/tensor_file.h"

namespace purkinje::trainer {
namespace {

std::map<std::string, torch::Tensor> weights_of(const worker::TrainerResult& result) {
  return read_tensor_file(read_file(result.weights_file), "weights").tensors;
}

class StagesTest : public testing::Test {
 protected:
  worker::TrainingJob job(const Json& stages) {
    auto job = folder_.job({{"stages", stages}});
    job.keep_weights = "last";
    job.weights_file = (folder_.path() / "weights.pt").string();
    return job;
  }
  PreparedFolder folder_{20, 60};
};

TEST_F(StagesTest, of_one_named_train_is_a_training_without_stages) {
  const auto staged = train(job({{{"name", "train"}}})), plain = train(folder_.job());

  ASSERT_EQ(staged.predictions.size(), plain.predictions.size());
  EXPECT_EQ(staged.predictions.back().raw, plain.predictions.back().raw);
  for (size_t i = 0; i < plain.epochs.size(); ++i) EXPECT_EQ(staged.epochs[i].value, plain.epochs[i].value);
}

TEST_F(StagesTest, have_rows_and_predictions_under_their_names) {
  const auto result = train(
      job({{{"name", "one"}, {"epochs", 2}}, {{"name", "two"}, {"epochs", 3}, {"learning_rate", 1e-4}}}));

  std::map<std::string, int> last_epoch;
  for (const auto& row : result.epochs) {
    last_epoch[row.stage] = row.epoch;
    if (row.measure == "learning_rate") {
      EXPECT_EQ(row.value, row.stage == "one" ? 0.01 : 1e-4);
    }
  }
  EXPECT_EQ(last_epoch, (std::map<std::string, int>{{"one", 2}, {"two", 3}}));
  ASSERT_EQ(result.predictions.size(), 2u);
  EXPECT_EQ(result.predictions[0].stage, "one");
  EXPECT_EQ(result.predictions[1].stage, "two");
  EXPECT_NE(result.predictions[0].raw, result.predictions[1].raw);
}

TEST_F(StagesTest, go_on_where_the_one_before_ended) {
  const auto one = train(job({{{"name", "one"}}}));
  const auto before = weights_of(one);  // the next job writes to the same file
  const auto both = train(job({{{"name", "one"}}, {{"name", "two"}, {"epochs", 1}, {"learning_rate", 0.0}}}));

  EXPECT_EQ(one.predictions[0].raw, both.predictions[0].raw);
  const auto after = weights_of(both);
  EXPECT_TRUE(torch::equal(before.at("output.weight"), after.at("output.weight"))) << "a learning rate of 0";
  EXPECT_FALSE(torch::equal(before.at("fusion_norm.running_mean"), after.at("fusion_norm.running_mean")))
      << "running statistics move in training mode";
}

TEST_F(StagesTest, leave_frozen_parts_and_their_running_statistics_as_they_are) {
  auto one = job({{{"name", "one"}, {"freeze", {"temporal", "fusion_norm"}}}});
  const auto fresh = fresh_network(one, folder_.open().manifest(), false, torch::kCPU);

  const auto result = train(one);

  const auto after = weights_of(result);
  const auto parameters = fresh->named_parameters();
  const auto buffers = fresh->named_buffers();
  EXPECT_TRUE(torch::equal(after.at("temporal.conv0.weight"), parameters["temporal.conv0.weight"]));
  EXPECT_TRUE(torch::equal(after.at("fusion_norm.weight"), parameters["fusion_norm.weight"]));
  EXPECT_TRUE(torch::equal(after.at("fusion_norm.running_mean"), buffers["fusion_norm.running_mean"]));
  EXPECT_TRUE(torch::equal(after.at("temporal.norm.running_var"), buffers["temporal.norm.running_var"]));
  EXPECT_FALSE(torch::equal(after.at("fusion.weight"), parameters["fusion.weight"]));
  EXPECT_EQ(result.parameters, train(folder_.job()).parameters) << "frozen parameters count as well";
}

TEST_F(StagesTest, free_in_the_second_what_the_first_had_frozen) {
  const auto one = train(job({{{"name", "one"}, {"freeze", {"temporal"}}}}));
  const auto before = weights_of(one).at("temporal.conv0.weight");
  const auto two = train(job({{{"name", "one"}, {"freeze", {"temporal"}}}, {{"name", "two"}}}));

  EXPECT_FALSE(torch::equal(weights_of(two).at("temporal.conv0.weight"), before));
}

TEST_F(StagesTest, refuse_a_part_the_network_has_not_with_the_nearest) {
  try {
    train(job({{{"name", "one"}, {"freeze", {"temporel"}}}}));
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("temporal"), std::string::npos) << error.what();
  }
}

TEST_F(StagesTest, refuse_to_freeze_everything) {
  const Json all = {"temporal", "spatial",   "spatial_norm", "fusion", "fusion_norm",
                    "gru",      "attention", "hidden",       "output"};
  EXPECT_THROW(train(job({{{"name", "one"}, {"freeze", all}}})), InputError);
}

class PretrainedTest : public testing::Test {
 protected:
  // A job whose `fusion` starts from the file of these tensors.
  worker::TrainingJob job(const TensorFile& content, const std::string& part = "fusion") {
    auto job = folder_.job({{"pretrained", "before"}, {"pretrained_part", part}});
    const auto file = folder_.path() / "before.pt";
    const auto hash = write_tensor_file(content, file);
    job.artefacts = {{"pretrained", "before", "j", file.string(), hash}};
    job.training["stages"] = {{{"name", "one"}, {"freeze", {part}}}};
    job.keep_weights = "last";
    job.weights_file = (folder_.path() / "weights.pt").string();
    return job;
  }
  PreparedFolder folder_{20, 60};
  const int64_t inputs_ = 3 * 4 * 3 + 4;  // of fusion: kernels, channels, leads, and the spatial ones
};

TEST_F(PretrainedTest, weights_are_what_a_part_starts_from) {
  const auto weight = torch::randn({8, inputs_, 1}), bias = torch::randn({8});

  const auto after = weights_of(train(job({{{"weight", weight}, {"bias", bias}}, {}})));

  EXPECT_TRUE(torch::equal(after.at("fusion.weight"), weight));
  EXPECT_TRUE(torch::equal(after.at("fusion.bias"), bias));
}

TEST_F(PretrainedTest, weights_must_fit_in_every_name_and_size) {
  const auto weight = torch::randn({8, inputs_, 1}), bias = torch::randn({8});
  EXPECT_THROW(train(job({{{"weight", weight}}, {}})), InputError);
  EXPECT_THROW(train(job({{{"weight", weight}, {"bias", torch::randn({9})}}, {}})), InputError);
  EXPECT_THROW(train(job({{{"weight", weight}, {"bias", bias}, {"more", bias}}, {}})), InputError);
  EXPECT_THROW(train(job({{{"weight", weight}, {"bias", bias}}, {}}, "enhancer")), InputError);
}

TEST_F(PretrainedTest, weights_must_not_come_from_what_this_job_is_judged_on) {
  const auto weight = torch::randn({8, inputs_, 1}), bias = torch::randn({8});
  const auto set = folder_.open();
  const auto split = data::make_split(folder_.job().protocol, set.manifest(), 1, 0);

  const TensorFile leaking{{{"weight", weight}, {"bias", bias}},
                           Json{{"learned_from", learned_from(set, split.test)}}};

  EXPECT_THROW(train(job(leaking)), InputError);
}

}  // namespace
}  // namespace purkinje::trainer
