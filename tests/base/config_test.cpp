// The located YAML tree: where things are, how trees are laid over each other.
#include "base/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/message_of.h"

namespace purkinje {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Config, knows_file_line_and_key_of_every_value) {
  const auto config = Config::parse("name: a\nmodel:\n  hidden: 64\n  kernels: [3, 5]\n", "x.yaml");

  const auto* hidden = config.at_path("model.hidden");
  ASSERT_NE(hidden, nullptr);
  EXPECT_EQ(to_string(hidden->place()), "x.yaml:3: model.hidden");
  EXPECT_EQ(to_string(config.at_path("model.kernels")->items()[1].place()), "x.yaml:4: model.kernels[1]");
  EXPECT_EQ(config.at_path("model.width"), nullptr);
  EXPECT_EQ(config.at_path("name.first"), nullptr);
}

TEST(Config, gives_an_empty_value_the_line_of_its_key) {
  const auto config = Config::parse("a: 1\nb:\nc: 2\n", "x.yaml");

  EXPECT_TRUE(config.find("b")->is_null());
  EXPECT_EQ(config.find("b")->place().line, 2);
}

TEST(Config, refuses_a_key_that_stands_twice_and_names_the_second_line) {
  const auto message = message_of<InputError>(
      [] { Config::parse("model:\n  hidden: 1\n  width: 2\n  hidden: 3\n", "x.yaml"); });

  EXPECT_EQ(message, "x.yaml:4: model.hidden: this key stands twice");
}

TEST(Config, says_the_line_of_text_that_is_not_yaml) {
  EXPECT_THAT(message_of<InputError>([] { Config::parse("a: 1\nb: [1, 2\nc: 3\n", "x.yaml"); }),
              StartsWith("x.yaml:3: this is not YAML"));
}

TEST(Config, says_the_line_of_text_that_is_not_utf_8) {
  EXPECT_EQ(message_of<InputError>([] { Config::parse("a: 1\ntitle: M\xfcller\n", "x.yaml"); }),
            "x.yaml:2: this is not UTF-8 text: save it as UTF-8");
}

TEST(Config, says_the_line_of_a_missing_anchor) {
  EXPECT_THAT(message_of<InputError>([] { Config::parse("a: 1\nb: *nobody\n", "x.yaml"); }),
              StartsWith("x.yaml:2: "));
}

TEST(Config, refuses_keys_that_are_not_plain_text) {
  EXPECT_THAT(message_of<InputError>([] { Config::parse("a: 1\n[1, 2]: 3\n", "x.yaml"); }),
              StartsWith("x.yaml:2: a key must be plain text"));
}

TEST(Config, names_a_file_that_cannot_be_read) {
  EXPECT_THAT(message_of<InputError>([] { Config::load("no/such/file.yaml"); }),
              HasSubstr("no/such/file.yaml"));
}

TEST(Config, reads_scalars_as_the_core_schema_does) {
  const auto json =
      Config::parse(
          "integer: 12\nsigned: +3\nnegative: -4\nreal: 1e-3\nhalf: .5\nyes: true\nno: False\nnone: null\n"
          "tilde: ~\ntext: twelve\nquoted: \"12\"\nsingle: '1e-3'\nminus: -.\nversion: 1.2.3\n",
          "x.yaml")
          .to_json();

  EXPECT_EQ(json["integer"], 12);
  EXPECT_TRUE(json["integer"].is_number_integer());
  EXPECT_EQ(json["signed"], 3);
  EXPECT_EQ(json["negative"], -4);
  EXPECT_EQ(json["real"], 0.001);
  EXPECT_EQ(json["half"], 0.5);
  EXPECT_EQ(json["yes"], true);
  EXPECT_EQ(json["no"], false);
  EXPECT_TRUE(json["none"].is_null());
  EXPECT_TRUE(json["tilde"].is_null());
  EXPECT_EQ(json["text"], "twelve");
  EXPECT_EQ(json["quoted"], "12");
  EXPECT_EQ(json["single"], "1e-3");
  EXPECT_EQ(json["minus"], "-.");
  EXPECT_EQ(json["version"], "1.2.3");
}

TEST(Config, reads_what_only_looks_like_a_number_as_text) {
  for (const char* text : {"-inf", "-nan", "+-3", "1e999", "0x10", "3 4", "--1"})
    EXPECT_EQ(Config::parse(std::string("a: ") + text + "\n", "x.yaml").to_json()["a"], text);
}

TEST(Config, keeps_a_quoted_empty_text_apart_from_no_value) {
  const auto json = Config::parse("quoted: \"\"\nempty:\n", "x.yaml").to_json();

  EXPECT_EQ(json["quoted"], "");
  EXPECT_TRUE(json["empty"].is_null());
}

TEST(ConfigMerge, joins_maps_key_by_key_and_replaces_everything_else) {
  auto lower = Config::parse("model: {hidden: 64, kernels: [3, 5, 7]}\nseeds: 10\n", "lower.yaml");

  lower.merge(Config::parse("model: {kernels: [9]}\nfolds: 5\n", "upper.yaml"));

  EXPECT_EQ(lower.to_json(),
            (Json{{"model", {{"hidden", 64}, {"kernels", {9}}}}, {"seeds", 10}, {"folds", 5}}));
}

TEST(ConfigMerge, keeps_the_place_that_each_value_came_from) {
  auto lower = Config::parse("model:\n  hidden: 64\n  width: 1\n", "lower.yaml");

  lower.merge(Config::parse("\n\nmodel:\n  width: 2\n", "upper.yaml"));

  EXPECT_EQ(to_string(lower.at_path("model.hidden")->place()), "lower.yaml:2: model.hidden");
  EXPECT_EQ(to_string(lower.at_path("model.width")->place()), "upper.yaml:4: model.width");
}

TEST(ConfigMerge, gives_values_of_a_profile_the_key_they_end_up_under) {
  auto config = Config::parse("model: {hidden: 1}\nprofiles:\n  reduced:\n    model: {width: 2}\n", "x.yaml");
  const Config profile = *config.at_path("profiles.reduced");

  config.merge(profile);

  EXPECT_EQ(config.at_path("model.width")->place().key, "model.width");
}

TEST(ConfigMerge, lets_an_empty_upper_map_change_nothing) {
  auto config = Config::parse("a: {b: 1}\n", "x.yaml");

  config.merge(Config::parse("a: {}\n", "y.yaml"));

  EXPECT_EQ(config.to_json(), (Json{{"a", {{"b", 1}}}}));
}

TEST(ConfigSetPath, makes_maps_on_the_way) {
  auto config = Config::parse("model: {hidden: 64}\n", "x.yaml");

  config.set_path("training.adam.rate", Config::from_json(1e-3, {"--set", 0, ""}));
  config.set_path("model.hidden", Config::from_json(32, {"--set", 0, ""}));

  EXPECT_EQ(config.to_json(),
            (Json{{"model", {{"hidden", 32}}}, {"training", {{"adam", {{"rate", 0.001}}}}}}));
  EXPECT_EQ(to_string(config.at_path("training.adam.rate")->place()), "--set: training.adam.rate");
}

TEST(ConfigSetPath, refuses_to_go_through_a_plain_value) {
  auto config = Config::parse("model: gru\n", "x.yaml");

  const auto message = message_of<InputError>([&] {
    config.set_path("model.hidden", Config::from_json(1, {"--set", 0, ""}));
  });

  EXPECT_THAT(message, HasSubstr("x.yaml:1: model"));
}

TEST(ConfigErase, removes_a_key_and_nothing_else) {
  auto config = Config::parse("a: 1\nb: 2\n", "x.yaml");

  config.erase("a");
  config.erase("nothing");

  EXPECT_EQ(config.to_json(), (Json{{"b", 2}}));
}

TEST(ConfigFromJson, comes_back_as_the_same_json) {
  const Json json{
      {"text", "12"}, {"number", 12}, {"real", 0.25}, {"flag", false}, {"list", {1, {{"a", nullptr}}}},
      {"empty", ""}};

  EXPECT_EQ(Config::from_json(json, {}).to_json(), json);
}

}  // namespace purkinje
