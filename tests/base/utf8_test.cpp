#include "base/utf8.h"

#include <gtest/gtest.h>

namespace purkinje {
namespace {

TEST(Utf8, is_found_to_the_first_byte_that_is_none) {
  EXPECT_EQ(first_not_utf8(""), 0u);
  EXPECT_EQ(first_not_utf8("mV \xc2\xb5V \xe2\x82\xac \xf0\x9f\xab\x80"), 15u);
  EXPECT_EQ(first_not_utf8("200/\xb5V"), 4u);
  for (const char* none :
       {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x82"})
    EXPECT_EQ(first_not_utf8(none), 0u) << "overlong, a surrogate, too high, alone or cut";
}

TEST(Utf8, of_other_text_is_what_latin_1_means) {
  EXPECT_EQ(as_utf8("M\xfcller, \xb5V"), "M\xc3\xbcller, \xc2\xb5V");
  EXPECT_EQ(as_utf8("M\xc3\xbcller"), "M\xc3\xbcller");
}

}  // namespace
}  // namespace purkinje
