// Losses against their definition.
#include "worker/trainer/losses.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"

namespace purkinje::trainer {
namespace {

TEST(BinaryCrossEntropy, leaves_unknown_labels_out_of_sum_and_count) {
  const auto raw = torch::tensor({{0.5f, 3.f}, {-1.f, 2.f}});
  const auto labels = torch::tensor({{1.f, -1.f}, {0.f, 1.f}});

  const double loss = loss_of({}, raw, labels).item<double>();

  const double expected =
      (std::log1p(std::exp(-0.5)) + std::log1p(std::exp(-1.0)) + std::log1p(std::exp(-2.0))) / 3;
  EXPECT_NEAR(loss, expected, 1e-6);
}

TEST(BinaryCrossEntropy, multiplies_positives_by_their_weight) {
  TrainingOptions options;
  options.positive_weight = 3;
  const auto raw = torch::tensor({{0.5f}, {-1.f}});
  const auto labels = torch::tensor({{1.f}, {0.f}});

  const double expected = (3 * std::log1p(std::exp(-0.5)) + std::log1p(std::exp(-1.0))) / 2;
  EXPECT_NEAR(loss_of(options, raw, labels).item<double>(), expected, 1e-6);
}

// Softmax must be applied once: with raw outputs (a, 0) the loss of class 0 is log(1 + exp(-a)).
TEST(CrossEntropy, applies_softmax_once) {
  TrainingOptions options;
  options.loss = TrainingOptions::Loss::cross_entropy;

  const double loss =
      loss_of(options, torch::tensor({{2.f, 0.f}}), torch::tensor({{1.f, 0.f}})).item<double>();

  EXPECT_NEAR(loss, std::log1p(std::exp(-2.0)), 1e-6);
}

TEST(Losses, must_fit_the_task) {
  EXPECT_THROW(check_loss_fits(TrainingOptions::Loss::bce, metrics::Task::multi_class), InputError);
  EXPECT_THROW(check_loss_fits(TrainingOptions::Loss::cross_entropy, metrics::Task::binary), InputError);
  check_loss_fits(TrainingOptions::Loss::bce, metrics::Task::multi_label);
}

}  // namespace
}  // namespace purkinje::trainer
