// The WFDB header file (.hea): which channels a record has, in which file and format, and how counts become
// millivolts. Source: WFDB Applications Guide, header(5).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace purkinje::data {

struct WfdbChannel {
  std::string file;          // beside the header
  int format = 0;            // 16 and 212 are read
  int64_t offset_bytes = 0;  // before the first sample (24 in the Challenge's .mat)
  double gain = 200;         // counts a unit
  int64_t baseline = 0;      // count that means zero
  std::string unit = "mV";
  int64_t adc_zero = 0;
  std::optional<int64_t> initial;  // first sample, where given
  std::optional<int64_t>
      checksum;  // sum of all samples modulo 65,536, printed signed or unsigned; where given
  std::string name;
  int line = 0;  // in the header
};

struct WfdbHeader {
  std::filesystem::path path;  // of the header file itself
  std::string name;
  double sample_rate_hz = 0;
  std::optional<int64_t> length;  // samples a channel, where given
  std::vector<WfdbChannel> channels;
  std::vector<std::string> comments;  // without '#' and surrounding blanks

  // What follows "key:" in a comment, "#Dx: 1,2" and "# Dx:1,2" and "#<sex>: F" alike; nothing where no
  // comment has it.
  std::optional<std::string> field(const std::string& key) const;
};

// `path` with or without ".hea". Throws InputError with file and line for anything that is not a header of a
// single-segment record with one sample a frame.
WfdbHeader read_wfdb_header(const std::filesystem::path& path);
WfdbHeader parse_wfdb_header(const std::string& text, const std::filesystem::path& path);

}  // namespace purkinje::data
