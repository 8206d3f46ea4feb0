// Shapes, sizes and learning of S3's six networks, and the refusal of what they cannot be.
#include <gtest/gtest.h>

#include "base/config.h"
#include "base/error.h"
#include "models/describe.h"
#include "models/factory.h"
#include "models/layers/positions.h"
#include "models/registry.h"
#include "tests/models/map_centre.h"

namespace purkinje::models {
namespace {

Json options_of(const std::string& network, const std::string& yaml) {
  Problems problems;
  const Config given = Config::parse(yaml, "test.yaml");
  Json resolved =
      resolve_options(find_network(network)->options, &given, Place{"test.yaml", 0, ""}, problems);
  problems.throw_if_any();
  return resolved;
}

std::shared_ptr<Network> network_of(const std::string& name, const std::string& yaml,
                                    const NetworkShape& shape) {
  torch::manual_seed(1);
  return make_network(name, options_of(name, yaml), shape);
}

struct Model {
  const char* title;
  const char* network;
  const char* options;
  int64_t parameters;  // studies' table of sizes, with 12 leads and 13 classes
  const char* small;   // options for a quick training
};

class S3 : public testing::TestWithParam<Model> {
 protected:
  const Model& model() const { return GetParam(); }
};

TEST_P(S3, has_the_parameters_of_the_study_and_describe_finds_them_all) {
  const auto description =
      describe_network(model().network, options_of(model().network, model().options), {12, 320, 13});

  int64_t sum = 0;
  for (const auto& layer : description["layers"]) sum += layer["parameters"].get<int64_t>();
  EXPECT_EQ(description["parameters"], model().parameters);
  EXPECT_EQ(sum, model().parameters);
}

TEST_P(S3, learns_32_samples_with_several_labels_by_heart) {
  const auto network = network_of(model().network, model().small, {3, 64, 3});
  const auto signal = torch::randn({32, 3, 64});
  const auto labels = torch::randint(0, 2, {32, 3}).to(torch::kFloat);
  torch::optim::Adam optimiser(network->parameters(), torch::optim::AdamOptions(5e-3));

  double loss_value = 1;
  for (int step = 0; step < 400 && loss_value > 0.02; ++step) {
    optimiser.zero_grad();
    const auto loss = torch::binary_cross_entropy_with_logits(network->forward(signal).raw, labels);
    loss.backward();
    optimiser.step();
    loss_value = loss.item<double>();
  }

  EXPECT_LT(loss_value, 0.02);
}

INSTANTIATE_TEST_SUITE_P(
    Table2, S3,
    testing::Values(Model{"VGG11", "vgg11", "{}", 4924749, "{channels: 4, hidden: 32, dropout: 0}"},
                    Model{"GRU", "recurrent", "{}", 605453, "{hidden: 32, pool: 2}"},
                    Model{"LSTM", "recurrent", "{cell: lstm}", 806157, "{cell: lstm, hidden: 32, pool: 2}"},
                    Model{"CNN_GRU", "cnn_recurrent", "{}", 4448333, "{channels: 4, hidden: 16}"},
                    Model{"CNN_LSTM", "cnn_recurrent", "{cell: lstm}", 4645453,
                          "{cell: lstm, channels: 4, hidden: 16}"},
                    Model{"CNN_TE", "cnn_te", "{}", 7012685, "{channels: 4, feed_forward: 64, dropout: 0}"}),
    [](const auto& info) { return info.param.title; });

TEST(CnnTe, makes_157_columns_of_5000_samples_and_one_raw_output_a_class) {
  const auto network = network_of("cnn_te", "{channels: 4, feed_forward: 16}", {12, 5000, 13});

  const auto output = network->forward(torch::randn({2, 12, 5000}));

  EXPECT_EQ(output.raw.sizes().vec(), (std::vector<int64_t>{2, 13}));
  EXPECT_EQ(output.map.sizes().vec(), (std::vector<int64_t>{2, 32, 157}));
}

TEST(CnnRecurrent, makes_157_columns_of_5000_samples) {
  const auto network = network_of("cnn_recurrent", "{channels: 4, hidden: 8}", {12, 5000, 13});

  const auto output = network->forward(torch::randn({2, 12, 5000}));

  EXPECT_EQ(output.raw.sizes().vec(), (std::vector<int64_t>{2, 13}));
  EXPECT_EQ(output.map.sizes().vec(), (std::vector<int64_t>{2, 32, 157}));
}

TEST(MapGeometry, says_where_the_samples_lie_that_a_column_sees) {
  for (const auto& [name, options, column] :
       {std::tuple{"vgg11", "{channels: 2, hidden: 4}", 20}, std::tuple{"cnn_recurrent", "{channels: 2}", 10},
        std::tuple{"cnn_te", "{channels: 2}", 10}}) {
    const auto network = network_of(name, options, {1, 640, 3});
    const auto geometry = network->map_geometry();

    EXPECT_EQ(centre_seen_by(*network, column, 640), geometry.first + geometry.stride * column) << name;
  }
}

// [channels, columns], as Grad-CAM asks for it.
torch::Tensor gradient_at_map(Network& network, const torch::Tensor& signal) {
  const auto output = network.forward(signal);
  return torch::autograd::grad({output.raw[0][1]}, {output.map})[0][0].to(torch::kDouble);
}

TEST(Map, has_the_gradient_of_a_class_in_evaluation_too) {
  for (const auto& [name, options] :
       {std::pair{"vgg11", "{channels: 2, hidden: 4}"}, std::pair{"cnn_te", "{channels: 2, feed_forward: 8}"},
        std::pair{"cnn_recurrent", "{channels: 2, hidden: 4}"},
        std::pair{"cnn_recurrent", "{cell: lstm, channels: 2, hidden: 4}"}}) {
    const auto network = network_of(name, options, {2, 320, 3});
    network->eval();
    const auto signal = torch::randn({1, 2, 320});

    const auto single = gradient_at_map(*network, signal);
    network->to(torch::kDouble);
    const auto precise = gradient_at_map(*network, signal.to(torch::kDouble));

    EXPECT_GT(precise.abs().max().item<double>(), 1e-4) << name;
    EXPECT_TRUE(torch::allclose(single, precise, 1e-3, 1e-6)) << name << options;
  }
}

TEST(Vgg11, gives_the_map_of_the_last_convolution_for_any_length_it_can_halve) {
  const auto network = network_of("vgg11", "{channels: 4, hidden: 8}", {12, 333, 13});

  const auto output = network->forward(torch::randn({2, 12, 333}));

  EXPECT_EQ(output.raw.sizes().vec(), (std::vector<int64_t>{2, 13}));
  EXPECT_EQ(output.map.sizes().vec(), (std::vector<int64_t>{2, 32, 20}));
  EXPECT_THROW(network_of("vgg11", "{}", {12, 31, 13}), InputError);
}

TEST(Recurrent, averages_samples_into_steps_and_refuses_more_than_there_are) {
  const auto network = network_of("recurrent", "{hidden: 8, pool: 4}", {2, 40, 3});
  const auto smooth = torch::randn({2, 2, 10}).repeat_interleave(4, 2);  // [2, 2, 40]
  const auto rough = smooth + torch::tensor({1.0F, -1.0F, -1.0F, 1.0F}).repeat({10});

  EXPECT_TRUE(torch::allclose(network->forward(smooth).raw, network->forward(rough).raw, 1e-4, 1e-5));
  EXPECT_THROW(network_of("recurrent", "{pool: 41}", {2, 40, 3}), InputError);
}

TEST(Positions, tell_equal_columns_apart_and_follow_another_length) {
  Positions positions;

  const auto short_one = positions.add_to(torch::zeros({2, 5, 8}));
  const auto long_one = positions.add_to(torch::zeros({1, 9, 8}));

  EXPECT_TRUE(torch::equal(short_one[0], long_one[0].slice(0, 0, 5)));
  EXPECT_FLOAT_EQ(long_one[0][7][0].item<float>(), std::sin(7.0F));
  EXPECT_FLOAT_EQ(long_one[0][7][5].item<float>(), std::cos(7.0F / 100.0F));
  EXPECT_EQ(positions.add_to(torch::zeros({1, 9, 8}, torch::kDouble)).scalar_type(), torch::kDouble);
}

}  // namespace
}  // namespace purkinje::models
