// The network of docs/add-a-network.md, built from the page's own text (follow_page.py): it is known,
// explained, and learns.
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/describe.h"
#include "models/factory.h"
#include "models/registry.h"

namespace purkinje::models {
namespace {

Json defaults() {
  Problems problems;
  return resolve_options(find_network("tiny")->options, nullptr, Place{}, problems);
}

TEST(AddANetwork, page_gives_a_network_that_is_known_and_explained) {
  ASSERT_NE(find_network("tiny"), nullptr);

  const Json described = describe_network("tiny", defaults(), {12, 100, 2});

  // 12 leads x 16 channels x 7 + 16, batch norm 2 x 16, linear 16 x 2 + 2.
  EXPECT_EQ(described["parameters"], 12 * 16 * 7 + 16 + 32 + 34);
  EXPECT_EQ(described["layers"][0]["shape"], Json::array({1, 16, 100}));
}

TEST(AddANetwork, page_tells_the_parts_of_its_network) {
  const auto network = make_network("tiny", defaults(), {2, 50, 1});

  std::vector<std::string> modules;
  for (const auto& item : network->named_modules("", false)) modules.push_back(item.key());
  EXPECT_EQ(find_network("tiny")->parts(defaults()), modules);
}

TEST(AddANetwork, page_gives_a_network_that_learns_32_samples) {
  torch::manual_seed(1);
  const auto network = make_network("tiny", defaults(), {2, 50, 1});
  const auto signal = torch::randn({32, 2, 50});
  const auto label = (torch::arange(32) % 2).to(torch::kFloat).unsqueeze(1);
  torch::optim::Adam optimiser(network->parameters(), 0.02);

  torch::Tensor loss;
  for (int step = 0; step < 200; ++step) {
    loss = torch::binary_cross_entropy_with_logits(network->forward(signal).raw, label);
    optimiser.zero_grad();
    loss.backward();
    optimiser.step();
  }

  EXPECT_LT(loss.item<double>(), 0.1);
}

TEST(AddANetwork, page_refuses_what_its_options_refuse) {
  auto options = defaults();
  options["kernel"] = 4;

  EXPECT_THROW(make_network("tiny", options, {2, 50, 1}), InputError);
}

}  // namespace
}  // namespace purkinje::models
