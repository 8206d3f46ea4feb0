// The building blocks that carry the randomness contract.
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/layers/basic_block.h"
#include "models/layers/batch_norm.h"
#include "models/layers/dropout.h"

namespace purkinje::models {
namespace {

TEST(Dropout, draws_the_same_mask_when_reseeded_whatever_was_drawn_before) {
  Dropout dropout(0.5);
  const auto ones = torch::ones({4, 64});

  torch::manual_seed(11);
  const auto first = dropout.forward(ones);
  torch::rand({1000});
  torch::manual_seed(11);
  const auto second = dropout.forward(ones);

  EXPECT_TRUE(torch::equal(first, second));
  EXPECT_FALSE(torch::equal(first, dropout.forward(ones)));
}

TEST(Dropout, keeps_everything_in_evaluation) {
  Dropout dropout(0.5);
  dropout.eval();
  EXPECT_TRUE(torch::equal(dropout.forward(torch::ones({8})), torch::ones({8})));
}

TEST(Dropout, refuses_a_probability_of_one) {
  EXPECT_THROW(Dropout(1.0), InputError);
}

TEST(BatchNorm, normalises_each_channel_in_training_and_moves_the_running_statistics_by_a_tenth) {
  torch::manual_seed(5);
  BatchNorm norm(3);
  const std::vector<int64_t> batch_and_time = {0, 2};
  const auto input = torch::randn({8, 3, 20}) * 4 + 2;

  const auto output = norm.forward(input);

  EXPECT_TRUE(torch::allclose(output.mean(batch_and_time), torch::zeros({3}), 0, 1e-5));
  EXPECT_TRUE(torch::allclose(output.var(batch_and_time, false), torch::ones({3}), 1e-4));
  EXPECT_TRUE(torch::allclose(norm.named_buffers()["running_mean"], input.mean(batch_and_time) * 0.1, 1e-4));
}

TEST(BasicBlock, leaves_its_input_where_the_convolutions_give_nothing) {
  BasicBlock block(4, 4, 5, 1);
  for (auto& item : block.named_parameters())
    if (item.key().find("norm.weight") != std::string::npos) item.value().data().zero_();
  const auto input = torch::rand({2, 4, 11});

  EXPECT_TRUE(torch::equal(block.forward(input), input));
  EXPECT_FALSE(block.named_parameters().contains("projection.weight"));
}

TEST(BasicBlock, projects_its_input_when_channels_or_length_change) {
  torch::manual_seed(1);
  EXPECT_EQ(BasicBlock(4, 8, 5, 2).forward(torch::randn({2, 4, 11})).sizes().vec(),
            (std::vector<int64_t>{2, 8, 6}));
  EXPECT_TRUE(BasicBlock(4, 4, 3, 2).named_parameters().contains("projection_norm.weight"));
  EXPECT_TRUE(BasicBlock(4, 8, 3, 1).named_parameters().contains("projection.weight"));
}

}  // namespace
}  // namespace purkinje::models
