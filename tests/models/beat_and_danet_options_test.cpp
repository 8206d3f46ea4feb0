// Options of the networks of S1 and S2: the studies' values by default, and clear refusals.
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/beat_cnn_lstm_options.h"
#include "models/beat_gan_options.h"
#include "models/danet_options.h"
#include "models/resnet_1d_options.h"
#include "tests/models/resolved_options.h"

namespace purkinje::models {
namespace {

using Integers = std::vector<int64_t>;

// What an InputError says; empty where nothing is thrown.
template <typename Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(PairedCnnOptions, follow_each_study_by_default) {
  const auto beats = PairedCnnOptions::from_json(resolved_options("beat_cnn", "{}"));
  const auto danet = DanetOptions::from_json(resolved_options("danet", "{}"));

  EXPECT_EQ(beats.channels, (Integers{32, 64, 128}));
  EXPECT_EQ(beats.kernels, (Integers{5, 5, 5}));
  EXPECT_EQ(danet.classifier.channels, (Integers{16, 32, 64, 128}));
  EXPECT_EQ(danet.classifier.kernels, (Integers{7, 5, 5, 3}));
  EXPECT_EQ(danet.classifier.dropout, 0.3);
}

TEST(PairedCnnOptions, refuse_lists_that_do_not_fit_each_other) {
  const auto from = [](const char* yaml) {
    return refusal([&] { PairedCnnOptions::from_json(resolved_options("beat_cnn", yaml)); });
  };

  EXPECT_NE(from("{channels: [8, 16]}").find("kernels: 3 kernel lengths for the 2 pairs"), std::string::npos);
  EXPECT_NE(from("{channels: [], kernels: []}").find("channels"), std::string::npos);
  EXPECT_NE(from("{kernels: [5, 4, 5]}").find("kernels: 4"), std::string::npos);
  EXPECT_NE(from("{channels: [8, 0, 8]}").find("below the smallest"), std::string::npos);
  EXPECT_EQ(from("{channels: [8, 16], kernels: [3, 9]}"), "");
}

TEST(BeatCnnLstmOptions, name_the_nearest_readout_when_one_is_misspelt) {
  EXPECT_NE(refusal([] { resolved_options("beat_cnn_lstm", "{readout: atention}"); }).find("attention"),
            std::string::npos);
  EXPECT_EQ(BeatCnnLstmOptions::from_json(resolved_options("beat_cnn_lstm", "{}")).readout,
            BeatCnnLstmOptions::Readout::last_states);
}

TEST(Resnet1dOptions, refuse_even_kernels_and_no_stage) {
  for (const char* yaml : {"{stem_kernel: 6}", "{kernel: 4}", "{channels: []}"})
    EXPECT_NE(refusal([&] { Resnet1dOptions::from_json(resolved_options("resnet_1d", yaml)); }), "") << yaml;
}

TEST(BeatGanOptions, refuse_even_kernels_and_parts_without_layers) {
  for (const char* yaml :
       {"{discriminator_kernel: 4}", "{generator_channels: []}", "{discriminator_channels: []}"})
    EXPECT_NE(refusal([&] { BeatGanOptions::from_json(resolved_options("beat_gan", yaml)); }), "") << yaml;
}

TEST(DanetOptions, have_the_waveform_modules_defaults_under_another_name) {
  const auto danet = DanetOptions::from_json(resolved_options("danet", "{}"));
  const auto alone = WaveformModuleOptions::from_json(resolved_options("waveform_module", "{}"));

  EXPECT_TRUE(danet.weighted);
  EXPECT_EQ(danet.enhancer.channels, alone.channels);
  EXPECT_EQ(danet.enhancer.dilations, alone.dilations);
  EXPECT_EQ(danet.enhancer.scale, 2.5);
}

TEST(DanetOptions, refuse_settings_of_a_waveform_module_that_is_not_there) {
  EXPECT_NE(refusal([] {
              resolved_options("danet", "{weighting: none, enhancer_channels: 8}");
            }).find("weighting=module"),
            std::string::npos);
}

TEST(DanetOptions, name_the_option_of_an_even_kernel_in_full) {
  EXPECT_NE(refusal([] {
              DanetOptions::from_json(resolved_options("danet", "{enhancer_kernel: 4}"));
            }).find("enhancer_kernel"),
            std::string::npos);
}

}  // namespace
}  // namespace purkinje::models
