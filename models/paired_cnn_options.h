// The options of the plain CNNs, pairs of convolutions with pooling: S2's beat_cnn, and S1's classification
// module, which has the same options with other defaults.
#pragma once

#include <cstdint>
#include <vector>

#include "models/part_names.h"
#include "models/registry.h"

namespace purkinje::models {

struct PairedCnnOptions {
  std::vector<int64_t> channels = {32, 64, 128};  // of each pair
  std::vector<int64_t> kernels = {5, 5, 5};       // of each pair, odd
  double dropout = 0.3;

  // From options resolved by a table with the entries below. Throws InputError where the lists differ in
  // length, are empty, or a kernel is even.
  static PairedCnnOptions from_json(const Json& resolved);
};

// channels and kernels, with the defaults given.
OptionTable convolution_pair_options(const std::vector<int64_t>& channels,
                                     const std::vector<int64_t>& kernels);
Option dropout_option(double probability);

// Reads and checks those two.
void read_convolution_pairs(const Json& resolved, std::vector<int64_t>& channels,
                            std::vector<int64_t>& kernels);

// Throws InputError about `channels` where nothing would be left of a signal of `length` samples after so
// many poolings by 2.
void require_length_for_poolings(int64_t length, size_t poolings);

// "pair1" to the last, each with its layers.
PartNames numbered_pairs(size_t pairs);

// Of the network with these options, whatever else there is among them.
PartNames paired_cnn_parts(const Json& resolved);

NetworkInfo beat_cnn_info();

}  // namespace purkinje::models
