#include "models/part_names.h"

#include <fmt/format.h>

namespace purkinje::models {

void add_part(PartNames& parts, const std::string& name, const PartNames& inner) {
  parts.push_back(name);
  for (const auto& part : inner) parts.push_back(name + "." + part);
}

const PartNames& conv_pair_parts() {
  static const PartNames kParts = {"first", "first_norm", "second", "second_norm"};
  return kParts;
}

const PartNames& time_attention_parts() {
  static const PartNames kParts = {"map", "score"};
  return kParts;
}

const PartNames& encoder_layer_parts() {
  static const PartNames kParts = {"in",     "out", "widen", "narrow", "attention_norm", "feed_forward_norm",
                                   "dropout"};
  return kParts;
}

const PartNames& convolution_module_parts() {
  static const PartNames kParts = [] {
    PartNames parts = {"stem", "stem_norm"};
    for (int block = 1; block <= 8; ++block)
      add_part(parts, fmt::format("block{}", block), basic_block_parts(block > 1 && block % 2 == 1));
    return parts;
  }();
  return kParts;
}

PartNames basic_block_parts(bool projects) {
  PartNames parts = {"first", "second", "first_norm", "second_norm"};
  if (projects) parts.insert(parts.end(), {"projection", "projection_norm"});
  return parts;
}

PartNames recurrent_stack_parts(int64_t layers) {
  PartNames parts;
  for (int64_t layer = 1; layer <= layers; ++layer) parts.push_back(fmt::format("layer{}", layer));
  return parts;
}

}  // namespace purkinje::models
