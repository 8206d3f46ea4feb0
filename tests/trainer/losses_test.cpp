// Losses against their definition and against PyTorch (tests/golden/trainer/make.py).
#include "worker/trainer/losses.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "tests/trainer/golden.h"

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

TEST(CrossEntropy, leaves_out_samples_without_a_class) {
  TrainingOptions options;
  options.loss = TrainingOptions::Loss::cross_entropy;
  const auto raw = torch::tensor({{2.f, 0.f}, {1.f, 7.f}, {1.f, 7.f}});
  const auto labels = torch::tensor({{1.f, 0.f}, {0.f, 0.f}, {-1.f, -1.f}});

  EXPECT_NEAR(loss_of(options, raw, labels).item<double>(), std::log1p(std::exp(-2.0)), 1e-6);
  EXPECT_EQ(loss_of(options, raw.slice(0, 1), labels.slice(0, 1)).item<double>(), 0);
}

TEST(CrossEntropy, with_weights_is_divided_by_the_number_of_samples) {
  TrainingOptions options;
  options.loss = TrainingOptions::Loss::cross_entropy;
  const auto raw = torch::zeros({2, 2}), labels = torch::tensor({{1.f, 0.f}, {1.f, 0.f}});

  const double loss = loss_of(options, raw, labels, {.of_class = {0.25, 1.75}}).item<double>();

  EXPECT_NEAR(loss, 0.25 * std::log(2.0), 1e-6);
}

TEST(Focal, with_gamma_zero_is_cross_entropy) {
  TrainingOptions focal, plain;
  focal.loss = TrainingOptions::Loss::focal;
  focal.focal_gamma = 0;
  plain.loss = TrainingOptions::Loss::cross_entropy;
  torch::manual_seed(1);
  const auto raw = torch::randn({16, 3});
  const auto labels = torch::one_hot(torch::randint(3, {16}), 3).to(torch::kFloat);
  const LossWeights weights{.of_class = {0.5, 1, 1.5}};

  EXPECT_EQ(loss_of(focal, raw, labels, weights).item<float>(),
            loss_of(plain, raw, labels, weights).item<float>());
}

// (1 - p)^0.5 has an infinite slope at p = 1.
TEST(Focal, has_finite_gradients_where_the_network_is_certain) {
  TrainingOptions options;
  options.loss = TrainingOptions::Loss::focal;
  for (const double gamma : {0.0, 0.5, 1.0, 5.0}) {
    options.focal_gamma = gamma;
    auto raw = torch::tensor({{100.f, -100.f}, {-100.f, 100.f}}).requires_grad_();

    loss_of(options, raw, torch::tensor({{1.f, 0.f}, {1.f, 0.f}})).backward();

    EXPECT_TRUE(raw.grad().isfinite().all().item<bool>()) << gamma;
  }
}

TEST(Losses, have_the_values_and_gradients_of_pytorch) {
  for (const auto& entry : golden()["losses"]) {
    TrainingOptions options;
    const auto& given = entry["options"];
    const std::string loss = given["loss"];
    options.loss = loss == "bce"             ? TrainingOptions::Loss::bce
                   : loss == "softmax_bce"   ? TrainingOptions::Loss::softmax_bce
                   : loss == "cross_entropy" ? TrainingOptions::Loss::cross_entropy
                                             : TrainingOptions::Loss::focal;
    options.focal_gamma = given.value("focal_gamma", 2.0);
    const auto numbers = entry["weights"].get<std::vector<double>>();
    const LossWeights weights = loss == "bce" ? LossWeights{{}, numbers} : LossWeights{numbers, {}};
    auto raw = golden_tensor(entry["raw"]).requires_grad_();

    const auto value = loss_of(options, raw, golden_tensor(entry["labels"]), weights);
    value.backward();

    EXPECT_NEAR(value.item<double>(), entry["loss"].get<double>(), 1e-12) << entry["name"];
    EXPECT_TRUE(torch::allclose(raw.grad(), golden_tensor(entry["gradient"]), 1e-9, 1e-12)) << entry["name"];
  }
}

TEST(LossWeights, have_mean_one_over_the_classes_that_occur) {
  const ClassCounts counts{{1, 4, 0}, {4, 1, 5}};

  const auto inverse = class_weights(TrainingOptions::ClassWeights::inverse, counts);
  const auto root = class_weights(TrainingOptions::ClassWeights::inverse_sqrt, counts);

  EXPECT_DOUBLE_EQ(inverse[0], 1.6);
  EXPECT_DOUBLE_EQ(inverse[1], 0.4);
  EXPECT_DOUBLE_EQ(inverse[2], 0);
  EXPECT_DOUBLE_EQ(root[0] / root[1], 2);
  EXPECT_DOUBLE_EQ(root[0] + root[1], 2);
}

TEST(LossWeights, balance_positives_by_negatives_over_positives) {
  TrainingOptions options;
  options.balance_positives = true;
  options.positive_weight = 2;

  const auto weights = loss_weights(options, {{1, 0}, {9, 5}});

  EXPECT_EQ(weights.of_positives, (std::vector<double>{18, 2}));
}

TEST(Losses, have_the_link_of_their_scores) {
  EXPECT_EQ(link_of(TrainingOptions::Loss::bce), metrics::Link::sigmoid);
  EXPECT_EQ(link_of(TrainingOptions::Loss::softmax_bce), metrics::Link::softmax);
  EXPECT_EQ(link_of(TrainingOptions::Loss::focal), metrics::Link::softmax);
}

}  // namespace
}  // namespace purkinje::trainer
