// Tables of options: what is read, what is refused, what goes into an identity.
#include "base/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace purkinje {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

OptionTable table() {
  return {
      {.name = "rate",
       .kind = OptionKind::real,
       .default_value = 1e-3,
       .help = "learning rate",
       .min = 0.0,
       .max = 1.0},
      {.name = "epochs", .kind = OptionKind::integer, .default_value = 100, .help = "passes", .min = 1.0},
      {.name = "balanced", .kind = OptionKind::boolean, .default_value = true, .help = "equal classes"},
      {.name = "readout",
       .kind = OptionKind::text,
       .default_value = "last",
       .help = "how time ends",
       .choices = {"last", "mean", "attention"}},
      {.name = "heads",
       .kind = OptionKind::integer,
       .default_value = 1,
       .help = "of the attention",
       .when = "readout=attention|mean"},
      {.name = "kernels",
       .kind = OptionKind::integers,
       .default_value = {3, 5, 7},
       .help = "widths",
       .min = 1.0},
      {.name = "clip",
       .kind = OptionKind::real,
       .default_value = nullptr,
       .help = "largest norm",
       .optional = true},
  };
}

struct Resolved {
  Json options;
  std::vector<std::string> problems;
};

Resolved resolve(const OptionTable& options, const std::string& text) {
  const auto given = Config::parse(text, "x.yaml");
  Problems problems;
  const auto json = resolve_options(options, &given, {"x.yaml", 1, "model"}, problems);
  return {json, problems.lines()};
}

Resolved resolve(const std::string& text) {
  return resolve(table(), text);
}

}  // namespace

TEST(Options, are_at_their_defaults_where_nothing_is_given) {
  Problems problems;

  const auto options = resolve_options(table(), nullptr, {"x.yaml", 1, "model"}, problems);

  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(options, (Json{{"rate", 0.001},
                           {"epochs", 100},
                           {"balanced", true},
                           {"readout", "last"},
                           {"heads", nullptr},
                           {"kernels", {3, 5, 7}},
                           {"clip", nullptr}}));
}

TEST(Options, name_the_nearest_key_of_an_unknown_one) {
  EXPECT_THAT(resolve("rate: 0.1\nepoch: 3\n").problems,
              ElementsAre("x.yaml:2: epoch: unknown key 'epoch'; did you mean 'epochs'?"));
}

TEST(Options, list_the_known_keys_where_none_is_near) {
  EXPECT_THAT(resolve("temperature: 3\n").problems, ElementsAre(HasSubstr("known: rate, epochs, balanced")));
}

TEST(Options, say_everything_that_is_wrong_at_once) {
  const auto problems =
      resolve("rate: fast\nepochs: 0\nbalanced: 3\nreadout: lest\nkernels: [3, five]\n").problems;

  EXPECT_THAT(
      problems,
      ElementsAre("x.yaml:1: rate: a number expected, not \"fast\"",
                  "x.yaml:2: epochs: 0 is below the smallest allowed value 1",
                  "x.yaml:3: balanced: true or false expected, not 3",
                  "x.yaml:4: readout: 'lest' is not one of last, mean, attention; did you mean 'last'?",
                  "x.yaml:5: kernels[1]: a whole number expected, not \"five\""));
}

TEST(Options, check_both_ends_of_a_range_and_every_item_of_a_list) {
  EXPECT_THAT(resolve("rate: 1.5\n").problems,
              ElementsAre(HasSubstr("1.5 is above the largest allowed value 1")));
  EXPECT_THAT(resolve("kernels: [3, 0]\n").problems, ElementsAre(HasSubstr("kernels[1]: 0 is below")));
  EXPECT_THAT(resolve("rate: 0\n").problems, IsEmpty());
  EXPECT_THAT(resolve("rate: 1\n").problems, IsEmpty());
}

TEST(Options, take_numbers_in_the_declared_type) {
  const auto options = resolve("rate: 1\nepochs: 1e2\n").options;

  EXPECT_TRUE(options["rate"].is_number_float());
  EXPECT_TRUE(options["epochs"].is_number_integer());
  EXPECT_EQ(options["epochs"], 100);
}

TEST(Options, take_text_as_it_was_written) {
  const OptionTable names{
      {.name = "record", .kind = OptionKind::text, .default_value = "", .help = "which"},
      {.name = "records", .kind = OptionKind::texts, .default_value = Json::array(), .help = "which"}};

  const auto options = resolve(names, "record: 00100\nrecords: [00101, 1.10, True, \"7\"]\n").options;

  EXPECT_EQ(options["record"], "00100");
  EXPECT_EQ(options["records"], (Json{"00101", "1.10", "True", "7"}));
}

TEST(Options, take_a_negative_zero_as_zero) {
  const OptionTable shift{
      {.name = "shift", .kind = OptionKind::real, .default_value = 1.0, .help = "offset"}};

  EXPECT_EQ(canonical_options(shift, resolve(shift, "shift: -0.0\n").options).dump(), R"({"shift":0.0})");
}

TEST(Options, refuse_a_fraction_where_a_whole_number_is_meant) {
  EXPECT_THAT(resolve("epochs: 2.5\n").problems, ElementsAre(HasSubstr("a whole number expected, not 2.5")));
}

TEST(Options, refuse_numbers_too_large_for_a_whole_number) {
  EXPECT_THAT(resolve("epochs: 1e300\n").problems, ElementsAre(HasSubstr("a whole number expected")));
  EXPECT_THAT(resolve("epochs: 99999999999999999999\n").problems,
              ElementsAre(HasSubstr("a whole number expected")));
}

TEST(Options, refuse_a_key_without_value) {
  EXPECT_THAT(resolve("epochs:\n").problems, ElementsAre(HasSubstr("x.yaml:1: epochs: has no value")));
  EXPECT_THAT(resolve("clip:\n").problems, IsEmpty());
}

TEST(Options, refuse_text_in_the_place_of_a_map_or_a_list) {
  EXPECT_THAT(resolve("just text\n").problems, ElementsAre(HasSubstr("a map of options is expected")));
  EXPECT_THAT(resolve("kernels: 3\n").problems, ElementsAre(HasSubstr("a list of whole numbers expected")));
}

TEST(Options, must_be_given_where_there_is_no_default) {
  const OptionTable required{
      {.name = "records", .kind = OptionKind::text, .default_value = nullptr, .help = "which"}};

  EXPECT_THAT(resolve(required, "{}").problems, ElementsAre(HasSubstr("'records' is missing (text: which)")));
}

TEST(OptionsWhen, are_active_for_each_of_the_values_named) {
  EXPECT_EQ(resolve("readout: attention\n").options["heads"], 1);
  EXPECT_EQ(resolve("readout: mean\nheads: 2\n").options["heads"], 2);
  EXPECT_TRUE(resolve("readout: last\n").options["heads"].is_null());
}

TEST(OptionsWhen, must_not_be_given_elsewhere) {
  EXPECT_THAT(resolve("readout: last\nheads: 2\n").problems,
              ElementsAre("x.yaml:2: heads: has a meaning only with readout=attention|mean"));
}

TEST(CanonicalOptions, leave_out_defaults_and_inactive_ones) {
  EXPECT_EQ(canonical_options(table(), resolve("rate: 0.001\nkernels: [3, 5, 7]\n").options), Json::object());
  EXPECT_EQ(canonical_options(table(), resolve("epochs: 20\nreadout: attention\n").options),
            (Json{{"epochs", 20}, {"readout", "attention"}}));
}

TEST(CanonicalOptions, do_not_depend_on_how_a_number_is_written) {
  for (const char* text : {"rate: 2e-3\n", "rate: 0.002\n", "rate: .002\n", "rate: 0.20e-2\n"})
    EXPECT_EQ(canonical_options(table(), resolve(text).options).dump(), R"({"rate":0.002})");
  EXPECT_EQ(canonical_options(table(), resolve("rate: 1e-3\n").options).dump(), "{}");
}

TEST(CanonicalOptions, stay_the_same_when_an_option_is_added) {
  auto later = table();
  later.push_back({.name = "momentum", .kind = OptionKind::real, .default_value = 0.9, .help = "new"});
  const std::string text = "epochs: 20\n";

  EXPECT_EQ(canonical_options(later, resolve(later, text).options).dump(),
            canonical_options(table(), resolve(text).options).dump());
}

TEST(CanonicalOptions, leave_out_a_real_default_that_is_declared_as_a_whole_number) {
  const OptionTable whole{{.name = "scale", .kind = OptionKind::real, .default_value = 1, .help = "factor"}};

  EXPECT_EQ(canonical_options(whole, resolve(whole, "scale: 1.0\n").options), Json::object());
}

TEST(OptionOf, gives_the_default_where_the_block_has_nothing) {
  EXPECT_EQ(option_of(table(), Json::object(), "rate"), 1e-3);
  EXPECT_EQ(option_of(table(), {{"rate", nullptr}}, "rate"), 1e-3);
  EXPECT_EQ(option_of(table(), {{"rate", 0.5}}, "rate"), 0.5);
  EXPECT_TRUE(option_of(table(), {}, "nothing").is_null());
}

}  // namespace purkinje
