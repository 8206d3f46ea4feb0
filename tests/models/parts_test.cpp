// What is told of networks without LibTorch (models/registry.h) is what they are.
#include <gtest/gtest.h>

#include <set>

#include "base/error.h"
#include "models/factory.h"
#include "tests/models/resolved_options.h"

namespace purkinje::models {
namespace {

// Every network at its defaults, and with the options that add or take away parts.
constexpr std::pair<const char*, const char*> kCases[] = {
    {"cnn_gru_attention", "{}"},
    {"cnn_gru_attention", "{branches: spatial, recurrent: none, readout: last}"},
    {"cnn_gru_attention", "{branches: temporal, temporal_kernels: [3], recurrent: gru_exact, readout: mean}"},
    {"danet", "{enhancer_dilations: [1, 3]}"},
    {"danet", "{weighting: none, channels: [4, 8], kernels: [3, 3]}"},
    {"waveform_module", "{}"},
    {"waveform_module", "{dilations: []}"},
    {"beat_cnn", "{}"},
    {"beat_cnn_lstm", "{}"},
    {"beat_cnn_lstm", "{readout: attention, channels: [4], kernels: [3]}"},
    {"beat_gan", "{}"},
    {"beat_gan", "{generator_channels: [8], discriminator_channels: [4]}"},
    {"resnet_1d", "{}"},
    {"resnet_1d", "{channels: [4, 4], blocks: 3}"},
    {"cnn_te", "{channels: 4, heads: 2, layers: 2, feed_forward: 8}"},
    {"vgg11", "{channels: 2, hidden: 4}"},
    {"recurrent", "{cell: gru, hidden: 4}"},
    {"recurrent", "{cell: lstm, layers: 3, hidden: 4}"},
    {"cnn_recurrent", "{channels: 4, layers: 2, hidden: 4}"},
};

TEST(Parts, told_without_LibTorch_are_the_modules_of_the_network) {
  std::set<std::string> looked_at;
  for (const auto& [name, yaml] : kCases) {
    const auto options = resolved_options(name, yaml);

    const auto told = find_network(name)->parts(options);
    const auto network = make_network(name, options, {2, 187, 3});

    std::set<std::string> modules;
    for (const auto& item : network->named_modules("", /*include_self=*/false)) modules.insert(item.key());
    EXPECT_EQ(std::set<std::string>(told.begin(), told.end()), modules) << name << " " << yaml;
    EXPECT_EQ(told.size(), modules.size()) << name << " " << yaml << ": one is told twice";
    looked_at.insert(name);
  }
  for (const auto& info : networks()) EXPECT_TRUE(looked_at.contains(info.name)) << info.name;
}

TEST(Lengths, refused_without_LibTorch_are_those_the_network_refuses) {
  for (const auto& info : networks()) {
    const auto options =
        resolved_options(info.name, info.name == std::string("recurrent") ? "{pool: 9}" : "{}");
    for (const int64_t length : {1, 3, 4, 5, 7, 8, 15, 16, 31, 32}) {
      bool told = true, possible = true;
      try {
        if (info.check_length) info.check_length(options, length);
      } catch (const InputError&) {
        told = false;
      }
      try {
        const auto network = make_network(info.name, options, {2, length, 3});
        network->eval();
        network->forward(torch::zeros({2, 2, length}));
      } catch (const std::exception&) {
        possible = false;
      }
      if (info.name == "beat_gan") continue;  // makes and judges any length, at a waste
      EXPECT_EQ(told, possible) << info.name << " " << length;
    }
  }
}

}  // namespace
}  // namespace purkinje::models
