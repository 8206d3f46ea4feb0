#include "data/formats/wfdb_write.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "base/files.h"
#include "data/formats/wfdb_signal.h"

namespace purkinje::data {
namespace {

std::vector<int32_t> counts_of(const Recording& recording, size_t channel, double gain) {
  std::vector<int32_t> counts;
  for (const double value : recording.signal_mv[channel]) {
    const double count = std::round(value * gain);
    if (!std::isnan(value) && !(std::abs(count) <= 32767))
      throw InputError(
          fmt::format("record '{}', channel '{}': {} mV is beyond 16 bits at {} counts a millivolt",
                      recording.name, recording.leads[channel], value, gain));
    counts.push_back(std::isnan(value) ? kInvalid16 : static_cast<int32_t>(count));
  }
  return counts;
}

void check(const Recording& recording) {
  if (recording.length() == 0 || recording.leads.size() != recording.signal_mv.size())
    throw InputError(
        fmt::format("record '{}' has no samples, or not one lead name a channel", recording.name));
  for (const auto& channel : recording.signal_mv)
    if (channel.size() != recording.signal_mv[0].size())
      throw InputError(fmt::format("record '{}' has channels of different lengths", recording.name));
}

}  // namespace

void write_recording(const Recording& recording, const std::filesystem::path& folder, double gain_per_mv) {
  check(recording);
  const size_t width = recording.leads.size(), length = recording.signal_mv[0].size();
  std::string header = fmt::format("{} {} {} {}\n", recording.name, width, recording.sample_rate_hz, length);
  std::string bytes(2 * width * length, '\0');
  for (size_t c = 0; c < width; ++c) {
    const auto counts = counts_of(recording, c, gain_per_mv);
    for (size_t t = 0; t < length; ++t) {
      const auto word = static_cast<uint16_t>(counts[t]);
      bytes[2 * (t * width + c)] = static_cast<char>(word & 0xff);
      bytes[2 * (t * width + c) + 1] = static_cast<char>(word >> 8);
    }
    header += fmt::format("{}.dat 16 {}(0)/mV 16 0 {} {} 0 {}\n", recording.name, gain_per_mv, counts[0],
                          wfdb_checksum(counts), recording.leads[c]);
  }
  for (const auto& comment : recording.comments) header += fmt::format("#{}\n", comment);
  write_file_atomically(folder / (recording.name + ".dat"), bytes);
  write_file_atomically(folder / (recording.name + ".hea"), header);
}

}  // namespace purkinje::data
