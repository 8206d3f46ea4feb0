// Xavier weights: bounds, biases, gates.
#include "worker/trainer/initialisation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/trainer/prepared_folder.h"

namespace purkinje::trainer {
namespace {

void expect_uniform_within(const torch::Tensor& weight, double bound) {
  EXPECT_LE(weight.abs().max().item<double>(), bound);
  EXPECT_GT(weight.abs().max().item<double>(), 0.8 * bound);
  EXPECT_NEAR(weight.mean().item<double>(), 0, 0.2 * bound);
}

class Layers : public torch::nn::Module {
 public:
  Layers() {
    register_module("convolution", torch::nn::Conv1d(6, 10, 5));
    register_module("linear", torch::nn::Linear(30, 20));
    register_module("lstm", torch::nn::LSTM(12, 8));
    register_module("norm", torch::nn::BatchNorm1d(4));
  }
};

TEST(Xavier, draws_within_the_bounds_of_inputs_and_outputs_and_clears_biases) {
  Layers layers;
  torch::manual_seed(1);
  initialise_xavier(layers);
  const auto parameters = layers.named_parameters();

  expect_uniform_within(parameters["convolution.weight"], std::sqrt(6.0 / (5 * (6 + 10))));
  expect_uniform_within(parameters["linear.weight"], std::sqrt(6.0 / (30 + 20)));
  for (const char* bias : {"convolution.bias", "linear.bias", "lstm.bias_ih_l0", "lstm.bias_hh_l0"})
    EXPECT_EQ(parameters[bias].abs().max().item<double>(), 0) << bias;
  EXPECT_EQ(parameters["norm.weight"].min().item<double>(), 1);
}

TEST(Xavier, takes_each_gate_of_a_recurrent_layer_as_a_layer) {
  Layers layers;
  torch::manual_seed(1);
  initialise_xavier(layers);

  expect_uniform_within(layers.named_parameters()["lstm.weight_ih_l0"], std::sqrt(6.0 / (12 + 8)));
  expect_uniform_within(layers.named_parameters()["lstm.weight_hh_l0"], std::sqrt(6.0 / (8 + 8)));
}

TEST(FreshNetwork, depends_on_seed_fold_and_initialisation_alone) {
  const PreparedFolder folder(4, 4);
  auto job = folder.job();
  const auto manifest = folder.open().manifest();
  const auto first = [&](bool xavier) {
    return fresh_network(job, manifest, xavier, torch::kCPU)->parameters().front().clone();
  };
  const auto plain = first(false), xavier = first(true);

  EXPECT_TRUE(torch::equal(plain, first(false)));
  EXPECT_TRUE(torch::equal(xavier, first(true)));
  EXPECT_FALSE(torch::equal(plain, xavier));
  job.seed = 2;
  EXPECT_FALSE(torch::equal(xavier, first(true)));
}

}  // namespace
}  // namespace purkinje::trainer
