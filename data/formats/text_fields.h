// Fields and numbers of text tables: split, trimmed, and read completely or not at all. Views point into the
// text that was given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace purkinje::data {

// Without white space (and carriage returns) at both ends.
std::string_view trimmed(std::string_view text);
std::string lower_case(std::string_view text);
// Letters beyond ASCII count as they are.
bool same_but_for_case(std::string_view a, std::string_view b);

// Lines without their ends, whether "\n" or "\r\n".
std::vector<std::string_view> lines_of(std::string_view text);
// Fields between white space, none of them empty.
std::vector<std::string_view> words_of(std::string_view text);
// Fields between separators, trimmed, the empty ones left out.
std::vector<std::string> items_of(std::string_view text, char separator);

// A number that is the whole text ("+5" and "-5" included), or nothing; reals must be finite.
std::optional<int64_t> integer_of(std::string_view text);
std::optional<double> real_of(std::string_view text);

}  // namespace purkinje::data
