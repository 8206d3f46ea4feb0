// Random streams that come from a key and from nothing else, with the same draws on every machine and
// compiler.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace purkinje {

// A 64-bit seed from the parts of a key, for example (seed, fold, "sampling", epoch, step).
uint64_t random_key(uint64_t seed, uint64_t fold, std::string_view purpose, uint64_t epoch = 0,
                    uint64_t step = 0);

// SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
class RandomStream {
 public:
  explicit RandomStream(uint64_t seed) : state_(seed) {}

  uint64_t bits();
  // Uniform in [0, bound), without modulo bias. bound > 0.
  uint64_t below(uint64_t bound);
  // Uniform in [0, 1) with 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  // Standard normal (Box-Muller, the cosine branch only, so that one draw uses two numbers always).
  double normal();

  // Fisher-Yates.
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  uint64_t state_;
};

}  // namespace purkinje
