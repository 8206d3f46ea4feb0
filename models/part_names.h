// Names of the parts of networks, told without LibTorch: what a stage can freeze and an artefact can fill is
// checked before anything starts. A test compares them with the modules that the networks have.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace purkinje::models {

using PartNames = std::vector<std::string>;

// Adds "name", and "name.inner" for each inner part.
void add_part(PartNames& parts, const std::string& name, const PartNames& inner = {});

// Inner parts of the layers that networks share (models/layers).
const PartNames& conv_pair_parts();
const PartNames& time_attention_parts();
const PartNames& encoder_layer_parts();
const PartNames& convolution_module_parts();
// `projects`: the block changes channels or length, so that its shortcut has a convolution.
PartNames basic_block_parts(bool projects);
PartNames recurrent_stack_parts(int64_t layers);

}  // namespace purkinje::models
