// Places and nearest names in messages.
#include "base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/message_of.h"

namespace purkinje {

TEST(Place, is_written_as_far_as_it_is_known) {
  EXPECT_EQ(to_string(Place{"x.yaml", 3, "model.hidden"}), "x.yaml:3: model.hidden");
  EXPECT_EQ(to_string(Place{"x.yaml", 0, ""}), "x.yaml");
  EXPECT_EQ(to_string(Place{"", 0, "model"}), "model");
  EXPECT_EQ(to_string(Place{}), "");
}

TEST(NearestName, is_found_through_a_typing_mistake) {
  EXPECT_EQ(nearest_name("sensitivty", {"specificity", "sensitivity", "precision"}), "sensitivity");
  EXPECT_EQ(nearest_name("lr", {"rate", "epochs"}), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(Suggestion, lists_short_lists_and_stays_silent_on_long_ones) {
  EXPECT_EQ(suggestion("zzzzzz", {"alpha", "beta"}), "; known: alpha, beta");
  EXPECT_EQ(suggestion("zzzzzz", std::vector<std::string>(30, "alpha")), "");
}

TEST(InputError, begins_with_the_place_where_there_is_one) {
  EXPECT_STREQ(InputError({"x.yaml", 2, "a"}, "is wrong").what(), "x.yaml:2: a: is wrong");
  EXPECT_STREQ(InputError(Place{}, "is wrong").what(), "is wrong");
}

TEST(Problems, are_thrown_together_and_only_if_there_are_any) {
  Problems problems;
  EXPECT_NO_THROW(problems.throw_if_any());

  problems.add({"x.yaml", 1, "a"}, "is wrong");
  problems.add({"x.yaml", 2, "b"}, "is missing");

  EXPECT_EQ(message_of<InputError>([&] { problems.throw_if_any(); }),
            "x.yaml:1: a: is wrong\nx.yaml:2: b: is missing");
}

TEST(Problems, that_are_too_many_are_shown_in_part_and_counted) {
  Problems problems;
  EXPECT_NO_THROW(problems.throw_first(2));

  for (const char* key : {"a", "b", "c", "d"}) problems.add({"", 0, key}, "is wrong");

  EXPECT_EQ(message_of<InputError>([&] { problems.throw_first(2); }), "a: is wrong\nb: is wrong\nand 2 more");
  EXPECT_EQ(message_of<InputError>([&] { problems.throw_first(4); }),
            message_of<InputError>([&] { problems.throw_if_any(); }));
}

}  // namespace purkinje
