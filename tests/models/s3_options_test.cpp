// The options of S3's networks, without LibTorch.
#include <gtest/gtest.h>

#include "base/config.h"
#include "base/error.h"
#include "models/cnn_recurrent_options.h"
#include "models/cnn_te_options.h"
#include "models/recurrent_options.h"
#include "models/vgg11_options.h"

namespace purkinje::models {
namespace {

Json resolve(const NetworkInfo& info, const std::string& yaml) {
  Problems problems;
  const Config given = Config::parse(yaml, "test.yaml");
  Json resolved = resolve_options(info.options, &given, Place{"test.yaml", 0, ""}, problems);
  problems.throw_if_any();
  return resolved;
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(CnnTeOptions, follow_the_study_by_default) {
  const auto options = CnnTeOptions::from_json(resolve(cnn_te_info(), "{}"));

  EXPECT_EQ(options.channels, 64);
  EXPECT_EQ(options.kernel, 3);
  EXPECT_EQ(options.heads, 2);
  EXPECT_EQ(options.layers, 1);
  EXPECT_EQ(options.feed_forward, 2048);
  EXPECT_EQ(options.dropout, 0.1);
}

TEST(CnnTeOptions, refuse_heads_that_do_not_divide_the_features_and_say_which) {
  const auto text = refusal([] { CnnTeOptions::from_json(resolve(cnn_te_info(), "{heads: 3}")); });

  EXPECT_NE(text.find("heads"), std::string::npos) << text;
  EXPECT_NE(text.find("512"), std::string::npos) << text;
}

TEST(CnnTeOptions, name_the_nearest_option_when_one_is_misspelt) {
  const auto text = refusal([] { resolve(cnn_te_info(), "{feedforward: 64}"); });

  EXPECT_NE(text.find("feed_forward"), std::string::npos) << text;
}

TEST(S3Options, refuse_an_even_kernel_wherever_there_is_one) {
  EXPECT_THROW(CnnTeOptions::from_json(resolve(cnn_te_info(), "{kernel: 4}")), InputError);
  EXPECT_THROW(Vgg11Options::from_json(resolve(vgg11_info(), "{kernel: 4}")), InputError);
  EXPECT_THROW(CnnRecurrentOptions::from_json(resolve(cnn_recurrent_info(), "{kernel: 4}")), InputError);
}

TEST(S3Options, read_the_recurrent_cell_and_refuse_one_that_does_not_exist) {
  EXPECT_EQ(RecurrentOptions::from_json(resolve(recurrent_info(), "{}")).cell, RecurrentCell::gru);
  EXPECT_EQ(CnnRecurrentOptions::from_json(resolve(cnn_recurrent_info(), "{cell: lstm}")).cell,
            RecurrentCell::lstm);
  EXPECT_NE(refusal([] { resolve(recurrent_info(), "{cell: ltsm}"); }).find("lstm"), std::string::npos);
}

TEST(RecurrentOptions, follow_the_study_by_default) {
  const auto options = RecurrentOptions::from_json(resolve(recurrent_info(), "{}"));

  EXPECT_EQ(options.layers, 2);
  EXPECT_EQ(options.hidden, 256);
  EXPECT_EQ(options.pool, 1);
  EXPECT_THROW(resolve(recurrent_info(), "{pool: 0}"), InputError);
}

}  // namespace
}  // namespace purkinje::models
