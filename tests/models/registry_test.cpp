// The list of networks and their options, without LibTorch.
#include "models/registry.h"

#include <gtest/gtest.h>

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
