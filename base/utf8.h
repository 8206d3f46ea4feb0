// Text of files that others wrote: UTF-8, or what older programs left.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace purkinje {

// Where the first byte stands that is not UTF-8 (Unicode 15, table 3-7); the size of the text where all is.
size_t first_not_utf8(std::string_view text);

// The text itself where it is UTF-8; else it is taken for Latin-1 (ISO 8859-1), in which every byte means
// something: headers with "µV" or a name of a patient are often that.
std::string as_utf8(std::string text);

}  // namespace purkinje
