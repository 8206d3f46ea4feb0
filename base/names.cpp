#include "base/names.h"

#include <fmt/format.h>

#include <algorithm>

namespace purkinje {
namespace {

// Not those of the locale.
bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_allowed(char c) {
  return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.' || c == '+';
}

}  // namespace

bool is_plain_name(const std::string& name) {
  return std::any_of(name.begin(), name.end(), is_letter_or_digit) &&
         std::all_of(name.begin(), name.end(), is_allowed);
}

void check_plain_name(const std::string& name, const char* thing, const Place& place, Problems& problems) {
  if (is_plain_name(name)) return;
  problems.add(place, fmt::format("'{}' is no name for {}: letters, digits and _ - . + are allowed, with one "
                                  "letter or digit at least",
                                  name, thing));
}

}  // namespace purkinje
