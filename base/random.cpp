#include "base/random.h"

#include <cmath>
#include <numbers>

namespace purkinje {
namespace {

uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

constexpr uint64_t kGolden = 0x9E3779B97F4A7C15ULL;

}  // namespace

uint64_t random_key(uint64_t seed, uint64_t fold, std::string_view purpose, uint64_t epoch, uint64_t step) {
  uint64_t name = 0xCBF29CE484222325ULL;  // FNV-1a of the purpose
  for (const char c : purpose) name = (name ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  uint64_t key = 0;
  for (const uint64_t part : {seed, fold, name, epoch, step}) key = mix(key + kGolden + part);
  return key;
}

uint64_t RandomStream::bits() {
  state_ += kGolden;
  return mix(state_);
}

uint64_t RandomStream::below(uint64_t bound) {
  const uint64_t rejected = (0 - bound) % bound;  // 2^64 mod bound
  uint64_t draw = bits();
  while (draw < rejected) draw = bits();
  return draw % bound;
}

double RandomStream::uniform() {
  return static_cast<double>(bits() >> 11) * 0x1.0p-53;
}

double RandomStream::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace purkinje
