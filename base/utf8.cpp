#include "base/utf8.h"

#include <array>

namespace purkinje {
namespace {

struct Form {
  unsigned char first_low, first_high;    // of the leading byte
  unsigned char second_low, second_high;  // of the byte after it; further ones are 80..BF
  size_t length;
};

constexpr std::array<Form, 9> kForms = {{{0x00, 0x7F, 0, 0, 1},
                                         {0xC2, 0xDF, 0x80, 0xBF, 2},
                                         {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                         {0xE1, 0xEC, 0x80, 0xBF, 3},
                                         {0xED, 0xED, 0x80, 0x9F, 3},
                                         {0xEE, 0xEF, 0x80, 0xBF, 3},
                                         {0xF0, 0xF0, 0x90, 0xBF, 4},
                                         {0xF1, 0xF3, 0x80, 0xBF, 4},
                                         {0xF4, 0xF4, 0x80, 0x8F, 4}}};

bool lies_in(char c, unsigned char low, unsigned char high) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= low && byte <= high;
}

// The bytes of the character that the text begins with, 0 where it is none.
size_t length_of_first(std::string_view text) {
  for (const auto& form : kForms) {
    if (!lies_in(text[0], form.first_low, form.first_high)) continue;
    if (text.size() < form.length) return 0;
    for (size_t i = 1; i < form.length; ++i)
      if (!lies_in(text[i], i == 1 ? form.second_low : 0x80, i == 1 ? form.second_high : 0xBF)) return 0;
    return form.length;
  }
  return 0;
}

}  // namespace

size_t first_not_utf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t length = length_of_first(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return at;
}

std::string as_utf8(std::string text) {
  if (first_not_utf8(text) == text.size()) return text;
  std::string converted;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      converted += c;
    } else {
      converted += static_cast<char>(0xC0 | (byte >> 6));
      converted += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return converted;
}

}  // namespace purkinje
