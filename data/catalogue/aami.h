// Beats of the MIT-BIH symbols grouped as AAMI EC57 asks: N, S, V, F, Q.
// The escape beats e and j count as N: this grouping gives the published totals of de Chazal et al. 2004.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "data/formats/wfdb_annotation.h"

namespace purkinje::data {

enum class AamiGroup { normal, supraventricular, ventricular, fusion, unknown };

inline constexpr std::array<std::string_view, 5> kAamiNames{"N", "S", "V", "F", "Q"};

// The group of a beat's code, or nothing where the annotation is no beat (rhythm changes, noise, wave
// limits).
std::optional<AamiGroup> aami_group(int annotation_code);

struct Beat {
  int64_t sample = 0;
  AamiGroup group = AamiGroup::normal;
};

// The beats among annotations, in their order.
std::vector<Beat> beats_of(const std::vector<Annotation>& annotations);

}  // namespace purkinje::data
