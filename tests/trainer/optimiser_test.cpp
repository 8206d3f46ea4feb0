// The fused update against LibTorch's own optimisers.
#include "worker/trainer/optimiser.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace purkinje::trainer {
namespace {

template <typename Reference>
void expect_same_path(const TrainingOptions& options, Reference make_reference) {
  torch::manual_seed(1);
  std::vector<torch::Tensor> ours = {torch::randn({20, 7}).requires_grad_(),
                                     torch::randn({5}).requires_grad_()};
  std::vector<torch::Tensor> theirs;
  for (const auto& tensor : ours) theirs.push_back(tensor.detach().clone().requires_grad_());
  Optimiser optimiser(options, ours);
  auto reference = make_reference(theirs);

  for (int step = 0; step < 20; ++step) {
    optimiser.clear_gradients();
    reference.zero_grad();
    for (size_t i = 0; i < ours.size(); ++i) {
      ours[i].pow(3).sin().sum().backward();
      theirs[i].pow(3).sin().sum().backward();
    }
    optimiser.step(options.learning_rate);
    reference.step();
  }

  for (size_t i = 0; i < ours.size(); ++i) EXPECT_TRUE(torch::allclose(ours[i], theirs[i], 1e-5, 1e-6));
}

TEST(Optimiser, moves_as_adam_with_decay_in_the_gradient) {
  TrainingOptions options;
  options.learning_rate = 0.01;
  options.weight_decay = 0.1;
  expect_same_path(options, [](auto parameters) {
    return torch::optim::Adam(parameters, torch::optim::AdamOptions(0.01).weight_decay(0.1));
  });
}

TEST(Optimiser, moves_as_adamw_with_decay_off_the_weights) {
  TrainingOptions options;
  options.optimiser = TrainingOptions::Optimiser::adamw;
  options.learning_rate = 0.01;
  options.weight_decay = 0.1;
  expect_same_path(options, [](auto parameters) {
    return torch::optim::AdamW(parameters, torch::optim::AdamWOptions(0.01).weight_decay(0.1));
  });
}

TEST(Optimiser, takes_the_decay_of_the_mean_gradient_from_the_options) {
  TrainingOptions options;
  options.learning_rate = 0.01;
  options.beta1 = 0.5;
  expect_same_path(options, [](auto parameters) {
    return torch::optim::Adam(parameters, torch::optim::AdamOptions(0.01).betas({0.5, 0.999}));
  });
}

TEST(Optimiser, refuses_to_train_nothing) {
  EXPECT_THROW(Optimiser({}, {}), InputError);
}

}  // namespace
}  // namespace purkinje::trainer
