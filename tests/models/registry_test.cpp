// The list of networks and their options, without LibTorch.
#include "models/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "models/cnn_gru_attention_options.h"
#include "tests/models/resolved_options.h"

namespace purkinje::models {
namespace {

Json resolve(const std::string& yaml) {
  return resolved_options("cnn_gru_attention", yaml);
}

TEST(Registry, finds_networks_by_name_and_nothing_else) {
  EXPECT_NE(find_network("cnn_gru_attention"), nullptr);
  EXPECT_EQ(find_network("cnn_gru"), nullptr);
}

TEST(Registry, gives_every_option_a_valid_default) {
  for (const auto& info : networks()) {
    Problems problems;
    resolve_options(info.options, nullptr, Place{"defaults", 0, ""}, problems);
    EXPECT_TRUE(problems.empty()) << info.name << ": " << problems.lines().front();
  }
}

TEST(Registry, says_which_procedure_can_train_a_network) {
  EXPECT_EQ(find_network("cnn_gru_attention")->procedure, "supervised");
  EXPECT_EQ(find_network("waveform_module")->procedure, "weight_track");
  EXPECT_EQ(find_network("beat_gan")->procedure, "adversarial");
}

TEST(Registry, gives_every_number_an_upper_limit) {
  for (const auto& info : networks())
    for (const auto& option : info.options) {
      const auto& value = option.default_value;
      const bool is_number = value.is_number() || (value.is_array() && value.front().is_number());
      EXPECT_TRUE(!is_number || (option.min && option.max)) << info.name << "." << option.name;
    }
}

std::string refusal(const std::string& network, const std::string& yaml, int64_t length) {
  const auto& info = *find_network(network);
  try {
    const Json resolved = resolved_options(network, yaml);
    if (info.check) info.check(resolved);
    if (info.check_length) info.check_length(resolved, length);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Registry, says_what_the_option_table_cannot) {
  const std::tuple<const char*, const char*, int64_t, const char*> wrong[] = {
      {"cnn_gru_attention", "{temporal_kernels: [3, 4]}", 1000,
       "temporal_kernels: 4 is no odd kernel length"},
      {"cnn_gru_attention", "{temporal_kernels: []}", 1000, "temporal_kernels: at least one"},
      {"beat_cnn", "{kernels: [5, 5]}", 187, "kernels: 2 kernel lengths for the 3 pairs"},
      {"beat_cnn", "{}", 7, "channels: a signal of 7 samples is too short for 3 poolings by 2"},
      {"beat_cnn_lstm", "{channels: [8, 8, 8], kernels: [3, 3, 3]}", 5, "channels: a signal of 5 samples"},
      {"beat_gan", "{discriminator_kernel: 4}", 187, "discriminator_kernel: 4 is no odd kernel length"},
      {"beat_gan", "{generator_channels: []}", 187, "generator_channels: 1 to 16"},
      {"beat_gan", "{generator_channels: [8, 8, 8, 8, 8, 8, 8, 8, 8]}", 187,
       "generator_channels: 9 doublings"},
      {"resnet_1d", "{stem_kernel: 2}", 187, "stem_kernel: 2 is no odd kernel length"},
      {"resnet_1d", "{channels: []}", 187, "channels: 1 to 16 stages are possible, 0 are given"},
      {"danet", "{enhancer_kernel: 4}", 1500, "enhancer_kernel: 4 is no odd kernel length"},
      {"danet", "{}", 15, "channels: a signal of 15 samples is too short for 4 poolings by 2"},
      {"waveform_module", "{kernel: 6}", 1500, "kernel: 6 is no odd kernel length"},
      {"cnn_te", "{heads: 3}", 1000, "heads: 3 heads do not divide 512 features"},
      {"vgg11", "{}", 31, "vgg11 halves the signal five times, so it needs 32 samples a lead and not 31"},
      {"recurrent", "{pool: 11}", 10, "pool: a signal of 10 samples has no 11 to average"},
      {"cnn_recurrent", "{kernel: 4}", 1000, "kernel: 4 is no odd kernel length"},
      {"vgg11", "{channels: 1e9}", 1000, "channels: 1000000000 is above the largest allowed value 512"},
  };

  for (const auto& info : networks()) EXPECT_EQ(refusal(info.name, "{}", 187), "") << info.name;
  for (const auto& [network, yaml, length, sentence] : wrong)
    EXPECT_NE(refusal(network, yaml, length).find(sentence), std::string::npos)
        << network << " " << yaml << ": " << refusal(network, yaml, length);
}

TEST(Registry, tells_the_parts_of_every_network) {
  for (const auto& info : networks()) {
    ASSERT_TRUE(info.parts) << info.name;
    const auto parts = info.parts(resolved_options(info.name, "{}"));
    for (const auto& embedded : info.embedded) {
      EXPECT_NE(std::find(parts.begin(), parts.end(), embedded.part), parts.end()) << embedded.part;
      for (const auto& option : find_network(embedded.network)->options)
        EXPECT_TRUE(resolved_options(info.name, "{}").contains(embedded.prefix + option.name)) << option.name;
    }
  }
}

TEST(CnnGruAttentionOptions, follow_the_study_by_default) {
  const auto options = CnnGruAttentionOptions::from_json(resolve("{}"));

  EXPECT_TRUE(options.temporal && options.spatial);
  EXPECT_EQ(options.temporal_kernels, (std::vector<int64_t>{3, 5, 7}));
  EXPECT_EQ(options.recurrent, CnnGruAttentionOptions::Recurrent::gru);
  EXPECT_EQ(options.readout, CnnGruAttentionOptions::Readout::attention);
  EXPECT_EQ(options.dropout, 0.5);
}

TEST(CnnGruAttentionOptions, are_canonically_empty_at_the_defaults) {
  EXPECT_EQ(canonical_options(find_network("cnn_gru_attention")->options, resolve("{hidden: 64}")),
            Json::object());
}

TEST(CnnGruAttentionOptions, name_the_nearest_option_when_one_is_misspelt) {
  try {
    resolve("{readuot: last}");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("readout"), std::string::npos) << error.what();
  }
}

TEST(CnnGruAttentionOptions, refuse_a_hidden_size_when_there_is_no_recurrent_layer) {
  EXPECT_THROW(resolve("{recurrent: none, hidden: 32}"), InputError);
}

TEST(CnnGruAttentionOptions, refuse_an_even_kernel) {
  EXPECT_THROW(CnnGruAttentionOptions::from_json(resolve("{spatial_kernel: 4}")), InputError);
}

}  // namespace
}  // namespace purkinje::models
