// Names in YAML and in the database, and links.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "metrics/evaluation.h"

namespace purkinje::metrics {

TEST(ThresholdRuleNames, come_back_as_the_rule_they_were) {
  for (const std::string name : {"fixed_0.5", "fixed_-1.25", "fixed_1e-05", "max_f1", "youden",
                                 "sensitivity_at_specificity_0.9", "specificity_at_sensitivity_0.95"})
    EXPECT_EQ(to_string(parse_threshold_rule(name)), name);
}

TEST(ThresholdRuleNames, spell_a_number_in_one_way) {
  EXPECT_EQ(to_string(parse_threshold_rule("fixed_0.50")), "fixed_0.5");
  EXPECT_EQ(parse_threshold_rule("fixed_5e-1"), (ThresholdRule{ThresholdRule::Kind::fixed, 0.5}));
}

TEST(ThresholdRuleNames, are_refused_with_the_known_forms) {
  for (const std::string name : {"", "fixed", "fixed_", "fixed_nan", "fixed_inf", "fixed_0.5x", "max_f1_0.5",
                                 "maxf1", "sensitivity_at_specificity", "sensitivity_at_specificity_1.5"}) {
    try {
      parse_threshold_rule(name);
      ADD_FAILURE() << name << " was accepted";
    } catch (const std::invalid_argument& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("known: fixed_0.5"));
    }
  }
}

TEST(TaskAndLinkNames, come_back_as_what_they_were) {
  for (const Task task : {Task::binary, Task::multi_label, Task::multi_class})
    EXPECT_EQ(parse_task(to_string(task)), task);
  for (const Link link : {Link::identity, Link::sigmoid, Link::softmax})
    EXPECT_EQ(parse_link(to_string(link)), link);
}

TEST(TaskAndLinkNames, are_refused_with_the_known_ones) {
  EXPECT_THROW(parse_task("regression"), std::invalid_argument);
  EXPECT_THROW(parse_link("logit"), std::invalid_argument);
}

TEST(Links, sigmoid_is_exact_at_zero_and_never_overflows) {
  const auto score = apply_link(Link::sigmoid, {0.0F, 1000.0F, -1000.0F, 1.0F}, 1);

  EXPECT_EQ(score[0], 0.5);
  EXPECT_EQ(score[1], 1.0);
  EXPECT_EQ(score[2], 0.0);
  EXPECT_NEAR(score[3], 0.7310585786300049, 1e-15);
}

TEST(Links, sigmoid_of_a_negative_output_keeps_its_precision) {
  const auto score = apply_link(Link::sigmoid, {-50.0F}, 1);

  EXPECT_NEAR(score[0] / std::exp(-50.0), 1.0, 1e-15);
}

TEST(Links, softmax_works_row_by_row_and_never_overflows) {
  const auto score = apply_link(Link::softmax, {0.0F, 0.0F, 1000.0F, 0.0F}, 2);

  EXPECT_THAT(score, testing::ElementsAre(0.5, 0.5, 1.0, 0.0));
}

TEST(Links, identity_changes_nothing) {
  EXPECT_THAT(apply_link(Link::identity, {0.25F, -3.0F}, 2), testing::ElementsAre(0.25, -3.0));
}

TEST(Links, refuse_outputs_that_do_not_fill_whole_rows) {
  EXPECT_THROW(apply_link(Link::softmax, {0.0F, 1.0F, 2.0F}, 2), std::invalid_argument);
  EXPECT_THROW(apply_link(Link::identity, {0.0F}, 0), std::invalid_argument);
}

}  // namespace purkinje::metrics
