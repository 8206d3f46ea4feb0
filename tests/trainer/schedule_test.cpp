// Learning rates over a stage, against PyTorch's schedulers (tests/golden/trainer/make.py).
#include "worker/trainer/schedule.h"

#include <gtest/gtest.h>

#include "tests/trainer/golden.h"

namespace purkinje::trainer {
namespace {

TEST(Schedule, falls_as_a_cosine_from_the_full_rate_towards_zero) {
  TrainingOptions::Stage stage;
  stage.epochs = 4;
  stage.schedule = TrainingOptions::Schedule::cosine;
  EXPECT_DOUBLE_EQ(learning_rate_at({}, stage, 1), 1e-3);
  EXPECT_NEAR(learning_rate_at({}, stage, 3), 0.5e-3, 1e-12);
  EXPECT_GT(learning_rate_at({}, stage, 4), 0);
}

TEST(Schedule, has_the_rates_of_pytorch) {
  for (const auto& entry : golden()["schedules"]) {
    TrainingOptions options;
    options.learning_rate_floor = entry["floor"];
    options.restart_epochs = entry.value("restart_epochs", 10);
    options.restart_factor = entry.value("restart_factor", 1);
    TrainingOptions::Stage stage;
    stage.epochs = entry["epochs"];
    stage.schedule = entry["schedule"] == "cosine" ? TrainingOptions::Schedule::cosine
                                                   : TrainingOptions::Schedule::cosine_restarts;

    for (int epoch = 1; epoch <= stage.epochs; ++epoch)
      EXPECT_NEAR(learning_rate_at(options, stage, epoch),
                  entry["rates"][static_cast<size_t>(epoch - 1)].get<double>(), 1e-14)
          << entry["schedule"] << ", epoch " << epoch;
  }
}

}  // namespace
}  // namespace purkinje::trainer
