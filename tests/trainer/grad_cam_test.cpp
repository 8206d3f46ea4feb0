// Grad-CAM against a twin with autograd (tests/golden/trainer/make.py).
#include "worker/trainer/grad_cam.h"

#include <gtest/gtest.h>

#include "tests/trainer/golden.h"
#include "tests/trainer/small_network.h"

namespace purkinje::trainer {
namespace {

TEST(GradCam, gives_the_columns_and_values_of_the_twin) {
  const auto& twin = golden()["grad_cam"];
  SmallNetwork network;
  network.to(torch::kDouble);
  network.load(twin["state"]);

  const auto cam = grad_cam(network, golden_tensor(twin["signal"]));

  EXPECT_EQ(cam.decided, twin["decided"].get<std::vector<int64_t>>());
  EXPECT_TRUE(torch::allclose(cam.columns, golden_tensor(twin["columns"]), 1e-9, 1e-12));
  EXPECT_TRUE(torch::allclose(cam.values, golden_tensor(twin["values"]), 1e-9, 1e-12));
}

TEST(GradCam, works_on_a_frozen_network_and_leaves_its_gradients_alone) {
  SmallNetwork network;
  const auto signal = torch::randn({2, 2, 24});
  const auto free = grad_cam(network, signal);
  for (auto& parameter : network.parameters()) parameter.requires_grad_(false);

  const auto frozen = grad_cam(network, signal);

  EXPECT_TRUE(torch::equal(free.values, frozen.values));
  for (const auto& parameter : network.parameters()) EXPECT_FALSE(parameter.grad().defined());
}

TEST(GradCam, is_the_same_in_a_batch_and_alone) {
  SmallNetwork network;
  const auto signal = torch::randn({3, 2, 24});

  const auto together = grad_cam(network, signal), alone = grad_cam(network, signal.slice(0, 1, 2));

  EXPECT_TRUE(torch::allclose(together.values[1], alone.values[0], 1e-5, 1e-6));
}

TEST(GradCam, of_a_network_without_a_map_is_empty) {
  SmallNetwork network;
  network.without_map = true;
  EXPECT_FALSE(grad_cam(network, torch::randn({1, 2, 24})).values.defined());
}

TEST(Resizing, is_linear_between_columns_and_constant_beyond) {
  const auto columns = torch::tensor({{1.f, 3.f}});

  const auto values = resized_to_signal(columns, {1, 2}, 6);  // centres at 1 and 3

  EXPECT_TRUE(torch::equal(values, torch::tensor({{1.f, 1.f, 2.f, 3.f, 3.f, 3.f}})));
}

TEST(Resizing, of_a_single_column_is_constant) {
  EXPECT_TRUE(torch::equal(resized_to_signal(torch::tensor({{2.f}}), {1, 4}, 3), torch::full({1, 3}, 2.f)));
}

}  // namespace
}  // namespace purkinje::trainer
