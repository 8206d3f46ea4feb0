// The WFDB signal files of a record: formats 16 and 212, verified against the header.
// Source: WFDB Applications Guide, signal(5).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/formats/wfdb_header.h"

namespace purkinje::data {

inline constexpr int32_t kInvalid16 = -32768;
inline constexpr int32_t kInvalid212 = -2048;

// Two 12-bit samples lie in three bytes. `count` samples; `bytes` must hold them ((3 count + 1) / 2 bytes).
std::vector<int32_t> decode_212(std::span<const std::byte> bytes, int64_t count);
// Little-endian 16-bit samples.
std::vector<int32_t> decode_16(std::span<const std::byte> bytes, int64_t count);

// Counts as stored, [channel][sample]. Throws InputError naming file, channel, and what was expected and
// found where a file is missing, too short or too long, or a channel's first sample or checksum is not the
// header's.
std::vector<std::vector<int32_t>> read_wfdb_counts(const WfdbHeader& header);

// Sum of the samples modulo 65,536, as signed 16 bits.
int16_t wfdb_checksum(std::span<const int32_t> samples);

}  // namespace purkinje::data
