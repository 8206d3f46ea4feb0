// Shapes, sizes, maps and learning of the networks of S1 (DANet) and S2 (beats).
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <tuple>

#include "base/error.h"
#include "models/beat_gan.h"
#include "models/danet.h"
#include "models/describe.h"
#include "models/factory.h"
#include "tests/models/map_centre.h"
#include "tests/models/resolved_options.h"

namespace purkinje::models {
namespace {

std::shared_ptr<Network> made(const std::string& name, const std::string& options,
                              const NetworkShape& shape) {
  torch::manual_seed(1);
  return make_network(name, resolved_options(name, options), shape);
}

struct Row {
  const char* test;
  const char* network;
  const char* options;
  NetworkShape shape;
  int64_t parameters;  // studies' table of sizes
};

class StudyNetwork : public testing::TestWithParam<Row> {};

TEST_P(StudyNetwork, has_the_parameters_of_the_study_and_describes_them_all) {
  const auto& row = GetParam();
  const auto description =
      describe_network(row.network, resolved_options(row.network, row.options), row.shape);

  int64_t sum = 0;
  for (const auto& layer : description["layers"]) sum += layer["parameters"].get<int64_t>();

  EXPECT_EQ(description["parameters"], row.parameters);
  EXPECT_EQ(sum, row.parameters) << description.dump(1);
}

TEST_P(StudyNetwork, gives_outputs_of_its_shape_for_one_lead_and_for_two) {
  const auto& row = GetParam();
  for (const int64_t leads : {1, 2}) {
    NetworkShape shape{leads, 61, 3};
    const auto network = made(row.network, row.options, shape);

    const auto [raw, attention, track, map] = network->forward(torch::rand({5, leads, 61}));

    const int64_t outputs = std::string(row.network) == "beat_gan" ? 1 : 3;
    if (raw.defined()) {
      EXPECT_EQ(raw.sizes().vec(), (std::vector<int64_t>{5, outputs}));
    }
    if (track.defined()) {
      EXPECT_EQ(track.sizes().vec(), (std::vector<int64_t>{5, 61}));
    }
    if (attention.defined()) {
      EXPECT_TRUE(torch::allclose(attention.sum(1), torch::ones({5})));
    }
    if (map.defined()) {
      const auto geometry = network->map_geometry();
      const double last = geometry.first + geometry.stride * static_cast<double>(map.size(2) - 1);
      EXPECT_GT(last, 60 - 2 * geometry.stride);
      EXPECT_LE(last, 60);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, StudyNetwork,
    testing::Values(
        Row{"waveform_module", "waveform_module", "{}", {1, 1500, 1}, 31713},
        Row{"danet", "danet", "{}", {1, 1500, 1}, 31713 + 115601},
        Row{"danet_plain_cnn", "danet", "{weighting: none}", {1, 1500, 1}, 115601},
        Row{"beat_cnn", "beat_cnn", "{}", {1, 187, 4}, 160740},
        Row{"beat_cnn_lstm", "beat_cnn_lstm", "{}", {1, 187, 4}, 103652},
        Row{"beat_cnn_lstm_attention", "beat_cnn_lstm", "{readout: attention}", {1, 187, 4}, 120164},
        Row{"resnet_1d", "resnet_1d", "{}", {1, 187, 4}, 393220},
        Row{"beat_gan", "beat_gan", "{}", {1, 187, 4}, 351649 + 54657}),
    [](const auto& info) { return info.param.test; });

// Shapes that the specification names, behind the layers it names.
TEST(Describe, shows_the_shapes_of_the_study) {
  const auto shapes_of = [](const char* network, const char* options, const NetworkShape& shape) {
    std::map<std::string, std::vector<int64_t>> shapes;
    const auto description = describe_network(network, resolved_options(network, options), shape);
    for (const auto& layer : description["layers"])
      shapes[layer["layer"]] = layer["shape"].get<std::vector<int64_t>>();
    return shapes;
  };
  using Shape = std::vector<int64_t>;

  const auto cnn = shapes_of("beat_cnn", "{}", {1, 187, 4});
  EXPECT_EQ(cnn.at("pair2"), (Shape{1, 64, 93}));
  EXPECT_EQ(cnn.at("pool"), (Shape{1, 128, 23}));  // the last one
  EXPECT_EQ(shapes_of("beat_cnn_lstm", "{}", {1, 187, 4}).at("lstm"), (Shape{1, 46, 128}));
  const auto resnet = shapes_of("resnet_1d", "{}", {1, 187, 4});
  EXPECT_EQ(resnet.at("block2"), (Shape{1, 32, 187}));
  EXPECT_EQ(resnet.at("block4"), (Shape{1, 64, 94}));
  EXPECT_EQ(resnet.at("block6"), (Shape{1, 128, 47}));
  const auto gan = shapes_of("beat_gan", "{}", {1, 187, 4});
  EXPECT_EQ(gan.at("generator.up3"), (Shape{1, 1, 192}));
  EXPECT_EQ(gan.at("generator.beat"), (Shape{1, 1, 187}));
  EXPECT_EQ(gan.at("discriminator.down3"), (Shape{1, 128, 24}));
  const auto danet = shapes_of("danet", "{}", {1, 1500, 1});
  EXPECT_EQ(danet.at("enhancer.track"), (Shape{1, 1500}));
  EXPECT_EQ(danet.at("classifier.pool"), (Shape{1, 128, 93}));
}

TEST(MapGeometry, says_where_the_samples_lie_that_a_column_of_a_beat_or_danet_network_sees) {
  for (const auto& [name, options, stride] :
       {std::tuple{"beat_cnn", "{channels: [4, 4, 4]}", 4},
        std::tuple{"beat_cnn_lstm", "{channels: [4, 4]}", 4},
        std::tuple{"resnet_1d", "{channels: [4, 4, 4]}", 4},
        std::tuple{"danet", "{channels: [4, 4, 4, 4]}", 8},
        std::tuple{"danet", "{weighting: none, channels: [4, 4, 4, 4]}", 8}}) {
    const auto network = made(name, options, {1, 320, 2});
    const auto geometry = network->map_geometry();

    EXPECT_EQ(geometry.stride, stride) << name;
    EXPECT_EQ(centre_seen_by(*network, 20, 320), geometry.first + geometry.stride * 20) << name;
  }
}

TEST(MapGeometry, of_an_lstm_holds_for_the_steps_of_its_attention_too) {
  const auto output =
      made("beat_cnn_lstm", "{readout: attention}", {1, 187, 4})->forward(torch::rand({2, 1, 187}));

  EXPECT_EQ(output.attention.size(1), output.map.size(2));
}

// What Grad-CAM does, in evaluation mode.
TEST(Map, has_a_gradient_of_each_class_score) {
  for (const char* name : {"beat_cnn", "beat_cnn_lstm", "resnet_1d", "danet"}) {
    const auto network = made(name, "{}", {1, 187, 4});
    network->eval();

    const auto output = network->forward(torch::rand({2, 1, 187}));
    const auto gradient = torch::autograd::grad({output.raw.select(1, 2).sum()}, {output.map})[0];

    EXPECT_EQ(gradient.sizes().vec(), output.map.sizes().vec()) << name;
    EXPECT_GT(gradient.abs().max().item<double>(), 0) << name;
  }
}

TEST(BeatCnnLstm, gives_the_same_twice_in_evaluation_and_gradients_as_grad_cam_wants_them) {
  const auto network = made("beat_cnn_lstm", "{}", {1, 50, 4});
  const auto signal = torch::rand({3, 1, 50}).requires_grad_(true);
  network->eval();

  const auto raw = network->forward(signal).raw;
  const auto gradient = torch::autograd::grad({raw.sum()}, {signal})[0];

  EXPECT_TRUE(torch::equal(raw, network->forward(signal).raw));
  EXPECT_GT(gradient.abs().sum().item<double>(), 0);
}

TEST(WaveformModule, gives_weights_between_zero_and_its_scale_and_no_raw_output) {
  const auto output = made("waveform_module", "{}", {1, 300, 1})->forward(torch::randn({4, 1, 300}) * 50);

  EXPECT_FALSE(output.raw.defined());
  EXPECT_GE(output.track.min().item<double>(), 0);
  EXPECT_LE(output.track.max().item<double>(), 2.5);
  EXPECT_GT(output.track.max().item<double>(), 1);
}

TEST(WaveformModule, sees_513_samples) {
  const auto network = made("waveform_module", "{}", {1, 1500, 1});
  network->to(torch::kDouble);
  network->eval();
  const auto signal = torch::rand({1, 1, 1500}, torch::kDouble).requires_grad_();

  const auto track = network->forward(signal).track;
  const auto seen = torch::autograd::grad({track[0][750]}, {signal})[0].nonzero().select(1, 2);

  EXPECT_EQ(seen.min().item<int64_t>(), 750 - 256);
  EXPECT_EQ(seen.max().item<int64_t>(), 750 + 256);
}

TEST(Danet, classifies_the_signal_times_the_track_of_its_waveform_module) {
  const NetworkShape shape{2, 80, 1};
  const auto danet = made("danet", "{}", shape);
  const auto alone = made("waveform_module", "{}", shape);
  const auto plain = made("danet", "{weighting: none}", shape);
  const torch::NoGradGuard no_grad;
  auto of_danet = danet->named_parameters();
  for (auto& item : alone->named_parameters()) item.value().copy_(of_danet["enhancer." + item.key()]);
  for (auto& item : plain->named_parameters()) item.value().copy_(of_danet[item.key()]);
  for (const auto& network : {danet, alone, plain}) network->eval();
  const auto signal = torch::randn({3, 2, 80});

  const auto output = danet->forward(signal);

  const auto track = alone->forward(signal).track;
  EXPECT_TRUE(torch::equal(output.track, track));
  EXPECT_TRUE(torch::equal(output.raw, plain->forward(signal * track.unsqueeze(1)).raw));
  EXPECT_FALSE(plain->forward(signal).track.defined());
}

TEST(BeatGan, makes_beats_between_zero_and_one_that_only_its_generator_answers_for) {
  const auto network = made("beat_gan", "{}", {1, 187, 4});
  auto& gan = dynamic_cast<BeatGan&>(*network);

  const auto beats = gan.generate(torch::randn({6, gan.noise_size()}));
  beats.sum().backward();

  EXPECT_EQ(beats.sizes().vec(), (std::vector<int64_t>{6, 1, 187}));
  EXPECT_GT(beats.min().item<double>(), 0);
  EXPECT_LT(beats.max().item<double>(), 1);
  EXPECT_EQ(parameter_count(gan.generator()), 351649);
  EXPECT_EQ(parameter_count(gan.discriminator()), 54657);
  for (const auto& item : gan.named_parameters())
    EXPECT_EQ(item.value().grad().defined(), item.key().starts_with("generator.")) << item.key();
}

TEST(Networks, refuse_a_signal_that_is_too_short_for_their_poolings) {
  EXPECT_THROW(made("beat_cnn", "{}", {1, 7, 4}), InputError);
  EXPECT_THROW(made("beat_cnn_lstm", "{}", {1, 3, 4}), InputError);
  EXPECT_THROW(made("danet", "{}", {1, 15, 1}), InputError);
  EXPECT_NO_THROW(made("beat_cnn", "{}", {1, 8, 4})->forward(torch::rand({2, 1, 8})));
}

// The loss after at most `steps` steps of Adam, or the first below 0.02.
double learned(const std::vector<torch::Tensor>& parameters, const std::function<torch::Tensor()>& loss_of,
               int steps = 300, double enough = 0.02) {
  torch::optim::Adam optimiser(parameters, torch::optim::AdamOptions(3e-3));
  double value = 0;
  for (int step = 0; step < steps; ++step) {
    optimiser.zero_grad();
    const auto loss = loss_of();
    value = loss.item<double>();
    if (value < enough) break;
    loss.backward();
    optimiser.step();
  }
  return value;
}

struct Small {
  const char* test;
  const char* network;
  const char* options;
};

class SmallClassifier : public testing::TestWithParam<Small> {};

TEST_P(SmallClassifier, learns_32_samples_by_heart) {
  const auto network = made(GetParam().network, GetParam().options, {1, 48, 4});
  const auto signal = torch::randn({32, 1, 48});
  const auto labels = torch::randint(0, 4, {32});

  const auto loss = learned(network->parameters(), [&] {
    return torch::nn::functional::cross_entropy(network->forward(signal).raw, labels);
  });

  EXPECT_LT(loss, 0.02);
}

INSTANTIATE_TEST_SUITE_P(
    All, SmallClassifier,
    testing::Values(
        Small{"beat_cnn", "beat_cnn", "{channels: [8, 16, 16], dropout: 0}"},
        Small{"beat_cnn_lstm", "beat_cnn_lstm", "{channels: [8, 16], hidden: 16, dropout: 0}"},
        Small{"beat_cnn_lstm_attention", "beat_cnn_lstm",
              "{channels: [8, 16], hidden: 16, readout: attention, dropout: 0}"},
        Small{"resnet_1d", "resnet_1d", "{channels: [8, 16, 16], blocks: 1}"},
        Small{"danet", "danet",
              "{enhancer_channels: 8, enhancer_dilations: [1, 2, 4], channels: [8, 16], kernels: [5, 3], "
              "dropout: 0}"}),
    [](const auto& info) { return info.param.test; });

TEST(WaveformModule, learns_32_tracks_by_heart) {
  const auto network = made("waveform_module", "{channels: 16, dilations: [1, 2, 4]}", {1, 32, 1});
  const auto signal = torch::randn({32, 1, 32});
  const auto target = 0.5 + 1.5 * torch::rand({32, 32}).round();

  const auto loss = learned(
      network->parameters(), [&] { return torch::mse_loss(network->forward(signal).track, target); }, 400,
      0.1);

  EXPECT_LT(loss, 0.1);  // a constant leaves 0.56
}

TEST(BeatGan, learns_32_beats_by_heart_in_either_part) {
  const auto network =
      made("beat_gan", "{generator_channels: [16, 8], discriminator_channels: [8, 16]}", {1, 30, 1});
  auto& gan = dynamic_cast<BeatGan&>(*network);
  const auto beats = torch::rand({32, 1, 30});
  const auto noise = torch::randn({32, gan.noise_size()});
  const auto real = torch::randint(0, 2, {32, 1}).to(torch::kFloat);

  const auto generator_loss = learned(
      gan.generator().parameters(), [&] { return torch::mse_loss(gan.generate(noise), beats); }, 300, 0.01);
  const auto discriminator_loss = learned(gan.discriminator().parameters(), [&] {
    return torch::binary_cross_entropy_with_logits(gan.forward(beats).raw, real);
  });

  EXPECT_LT(generator_loss, 0.01);  // a constant leaves 0.08
  EXPECT_LT(discriminator_loss, 0.02);
}

}  // namespace
}  // namespace purkinje::models
