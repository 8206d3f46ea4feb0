// Text in the columns of a terminal.
#pragma once

#include <cstddef>
#include <string>

namespace purkinje::report {

// How many columns UTF-8 text takes, for the characters that this program writes: one a code point.
size_t display_width(const std::string& text);

// With blanks up to `width` columns, before it where it stands right.
std::string padded(const std::string& text, size_t width, bool right);

}  // namespace purkinje::report
