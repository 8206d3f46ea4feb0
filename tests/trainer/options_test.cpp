// The training block as the trainer reads it.
#include "worker/trainer/options.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/trainer/prepared_folder.h"

namespace purkinje::trainer {
namespace {

TrainingOptions options_of(const Json& given) {
  const PreparedFolder folder(ClassSizes{3, 3});
  return TrainingOptions::from_json(folder.job(given).training);
}

TEST(TrainingOptions, without_stages_are_one_stage_named_train) {
  const auto options = options_of({{"epochs", 7}, {"learning_rate", 0.5}, {"schedule", "cosine"}});

  ASSERT_EQ(options.stages.size(), 1u);
  EXPECT_EQ(options.stages[0].name, "train");
  EXPECT_EQ(options.stages[0].epochs, 7);
  EXPECT_EQ(options.stages[0].learning_rate, 0.5);
  EXPECT_EQ(options.stages[0].schedule, TrainingOptions::Schedule::cosine);
}

TEST(TrainingOptions, of_a_stage_default_to_those_of_the_training) {
  const Json stages = {{{"name", "one"}, {"freeze", {"enhancer"}}},
                       {{"name", "two"}, {"epochs", 2}, {"learning_rate", 1e-4}, {"schedule", "cosine"}}};
  const auto options = options_of({{"epochs", 7}, {"stages", stages}});

  ASSERT_EQ(options.stages.size(), 2u);
  EXPECT_EQ(options.stages[0].epochs, 7);
  EXPECT_EQ(options.stages[0].freeze, std::vector<std::string>{"enhancer"});
  EXPECT_EQ(options.stages[1].epochs, 2);
  EXPECT_EQ(options.stages[1].learning_rate, 1e-4);
  EXPECT_EQ(options.stages[1].schedule, TrainingOptions::Schedule::cosine);
}

TEST(TrainingOptions, refuse_stages_of_one_name_or_without_one_and_unknown_keys) {
  const auto with = [](const Json& stages) { return options_of({{"stages", stages}}); };
  EXPECT_THROW(with({{{"name", "one"}}, {{"name", "one"}}}), InputError);
  EXPECT_THROW(with({{{"epochs", 3}}}), InputError);
  EXPECT_THROW(with({{{"name", "one"}, {"epoch", 3}}}), InputError);
  EXPECT_THROW(with(Json::array()), InputError);
}

TEST(TrainingOptions, refuse_an_even_smoothing_which_would_shift_the_track) {
  EXPECT_THROW(options_of({{"wave_weights", "input"}, {"weight_smoothing", 4}}), InputError);
}

TEST(TrainingOptions, take_the_weights_of_the_regions_in_their_order) {
  const auto options = options_of({{"wave_weights", "input"},
                                   {"weight_baseline", 1.5},
                                   {"weight_p", 3.0},
                                   {"weight_qrs", 0.25},
                                   {"weight_t", 0.75}});
  EXPECT_EQ(options.region_factors, (std::array<double, 4>{1.5, 3, 0.25, 0.75}));
}

}  // namespace
}  // namespace purkinje::trainer
