// Plain text inside a language that reads some characters as marks.
#pragma once

#include <map>
#include <string>

namespace purkinje::report {

// Each character that `marks` has, written as it says; the others as they are.
std::string escaped(const std::string& text, const std::map<char, std::string>& marks);

}  // namespace purkinje::report
