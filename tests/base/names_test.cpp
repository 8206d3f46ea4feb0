#include "base/names.h"
#include "base/name_list.h"

#include <gmock/gmock.h>

namespace purkinje {
namespace {

TEST(Names, are_plain_where_they_can_stand_in_files_paths_and_tables) {
  for (const char* name : {"a", "S1", "0.5", "cnn_lstm", "cnn+attention", "-1", "a.b-c"})
    EXPECT_TRUE(is_plain_name(name)) << name;
  for (const char* name : {"", " ", "a b", "a/b", "a@b", "..", ".", "--", "ä", "a\n"})
    EXPECT_FALSE(is_plain_name(name)) << name;
}

TEST(Names, that_are_none_are_refused_with_what_is_allowed) {
  Problems problems;

  check_plain_name("fine", "a stage", {"x.yaml", 2, "stages"}, problems);
  check_plain_name("a b", "a stage", {"x.yaml", 3, "stages"}, problems);

  EXPECT_THAT(
      problems.lines(),
      testing::ElementsAre("x.yaml:3: stages: 'a b' is no name for a stage: letters, digits and _ - . + "
                           "are allowed, with one letter or digit at least"));
}

TEST(Names, are_found_in_a_list) {
  EXPECT_TRUE(contains({"a", "b"}, "b"));
  EXPECT_FALSE(contains({"a", "b"}, "c"));
}

TEST(Names, fit_themselves_and_their_beginnings_with_a_star) {
  EXPECT_TRUE(fits("mitdb/100", "mitdb/100"));
  EXPECT_TRUE(fits("mitdb/100", "mitdb/1*"));
  EXPECT_TRUE(fits("mitdb/100", "*"));
  EXPECT_FALSE(fits("mitdb/100", "mitdb/10"));
  EXPECT_FALSE(fits("mitdb/100", "mitdb/2*"));
  EXPECT_FALSE(fits("mitdb", "mitdb/*"));
}

}  // namespace
}  // namespace purkinje
