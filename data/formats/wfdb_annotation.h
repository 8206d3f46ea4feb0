// WFDB annotation files (.atr, .q1c, .pu0, LUDB's file for each lead): beats, wave limits and rhythm changes
// in time. Source: WFDB Applications Guide, annot(5) and ecgcodes.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace purkinje::data {

struct Annotation {
  int64_t sample = 0;
  int code = 0;  // 1 to 49
  int subtype = 0;
  int channel = 0;
  int number = 0;    // for a wave limit: which wave (0 P, 1 QRS, 2 T)
  std::string text;  // for example the rhythm of a '+'
};

// Throws InputError with the file where it is missing, cut in the middle of a word, or runs backwards in
// time.
std::vector<Annotation> read_annotations(const std::filesystem::path& file);
std::vector<Annotation> parse_annotations(std::string_view bytes, const std::string& file);

// The symbol of a code ("N", "A", "+", "p", "("); "?" where the code has none.
std::string annotation_symbol(int code);
// The code of a symbol, 0 where there is none.
int annotation_code(std::string_view symbol);

// Whether the annotation is a beat; else it marks a rhythm, noise, a wave or one of its limits.
bool is_beat(int code);

}  // namespace purkinje::data
