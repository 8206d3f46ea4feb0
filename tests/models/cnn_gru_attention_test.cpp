// Shapes, sizes and learning of S0's network in all rows of its two tables.
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/describe.h"
#include "models/factory.h"
#include "models/registry.h"
#include "tests/models/resolved_options.h"

namespace purkinje::models {
namespace {

Json options_of(const std::string& yaml) {
  return resolved_options("cnn_gru_attention", yaml);
}

TEST(Factory, names_the_nearest_network_when_there_is_none_of_that_name) {
  try {
    make_network("cnn_gru_atention", options_of("{}"), {});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("cnn_gru_attention"), std::string::npos) << error.what();
  }
}

struct Row {
  const char* name;
  const char* options;
  int64_t parameters;  // studies' table of sizes
};

class S0Row : public testing::TestWithParam<Row> {};

TEST_P(S0Row, has_the_parameters_of_the_study) {
  torch::manual_seed(1);
  EXPECT_EQ(parameter_count(*make_network("cnn_gru_attention", options_of(GetParam().options), {12, 100, 1})),
            GetParam().parameters);
}

TEST_P(S0Row, maps_a_batch_to_one_raw_output_a_sample) {
  torch::manual_seed(1);
  const auto network = make_network("cnn_gru_attention", options_of(GetParam().options), {12, 60, 1});

  const auto [raw, attention, track, map] = network->forward(torch::randn({5, 12, 60}));

  EXPECT_EQ(raw.sizes().vec(), (std::vector<int64_t>{5, 1}));
  if (attention.defined()) {
    EXPECT_EQ(attention.sizes().vec(), (std::vector<int64_t>{5, 60}));
    EXPECT_TRUE(torch::allclose(attention.sum(1), torch::ones({5})));
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, S0Row,
                         testing::Values(Row{"both", "{}", 83907},
                                         Row{"temporal_only", "{branches: temporal}", 80097},
                                         Row{"spatial_only", "{branches: spatial}", 37347},
                                         Row{"cnn_only", "{recurrent: none, readout: last}", 54787},
                                         Row{"cnn_gru", "{readout: last}", 79747},
                                         Row{"mean_over_time", "{readout: mean}", 79747}),
                         [](const auto& info) { return info.param.name; });

TEST(Describe, lists_each_layer_with_its_shape_and_all_parameters) {
  const auto description = describe_network("cnn_gru_attention", options_of("{}"), {12, 200, 1});

  int64_t sum = 0;
  std::map<std::string, std::vector<int64_t>> shapes;
  for (const auto& layer : description["layers"]) {
    sum += layer["parameters"].get<int64_t>();
    shapes[layer["layer"]] = layer["shape"].get<std::vector<int64_t>>();
  }

  EXPECT_EQ(sum, 83907);
  EXPECT_EQ(shapes["temporal"], (std::vector<int64_t>{1, 720, 200}));
  EXPECT_EQ(shapes["spatial"], (std::vector<int64_t>{1, 30, 200}));
  EXPECT_EQ(shapes["fusion"], (std::vector<int64_t>{1, 64, 200}));
  EXPECT_EQ(shapes["gru"], (std::vector<int64_t>{1, 200, 64}));
}

TEST(CnnGruAttention, draws_the_same_weights_from_the_same_seed) {
  torch::manual_seed(7);
  const auto one = make_network("cnn_gru_attention", options_of("{}"), {12, 50, 1});
  torch::manual_seed(7);
  const auto two = make_network("cnn_gru_attention", options_of("{}"), {12, 50, 1});

  for (const auto& item : one->named_parameters())
    EXPECT_TRUE(torch::equal(item.value(), two->named_parameters()[item.key()])) << item.key();
}

TEST(CnnGruAttention, learns_32_samples_by_heart) {
  torch::manual_seed(3);
  const auto network = make_network("cnn_gru_attention",
                                    options_of("{temporal_channels: 4, hidden: 16, dropout: 0}"), {3, 40, 1});
  const auto signal = torch::randn({32, 3, 40});
  const auto labels = torch::randint(0, 2, {32}).to(torch::kFloat);
  torch::optim::Adam optimiser(network->parameters(), torch::optim::AdamOptions(3e-3));

  double loss_value = 1;
  for (int step = 0; step < 300 && loss_value > 0.02; ++step) {
    optimiser.zero_grad();
    const auto loss =
        torch::binary_cross_entropy_with_logits(network->forward(signal).raw.squeeze(1), labels);
    loss.backward();
    optimiser.step();
    loss_value = loss.item<double>();
  }

  EXPECT_LT(loss_value, 0.02);
}

}  // namespace
}  // namespace purkinje::models
