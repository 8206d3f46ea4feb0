#include "data/formats/wfdb_signal.h"

#include <fmt/format.h>

#include <limits>

#include "base/error.h"
#include "base/files.h"

namespace purkinje::data {
namespace {

// Channels that share a file, in the order of the header.
struct SignalFile {
  std::filesystem::path path;
  int format;
  int64_t offset_bytes;
  std::vector<size_t> channels;
};

Place at(const WfdbHeader& header, const WfdbChannel& channel) {
  return {header.path.string(), channel.line, fmt::format("channel '{}'", channel.name)};
}

std::vector<SignalFile> group_by_file(const WfdbHeader& header) {
  std::vector<SignalFile> files;
  for (size_t i = 0; i < header.channels.size(); ++i) {
    const auto& channel = header.channels[i];
    if (channel.format != 16 && channel.format != 212)
      throw InputError(at(header, channel),
                       fmt::format("format {} is not read; 16 and 212 are", channel.format));
    const auto path = header.path.parent_path() / channel.file;
    SignalFile* known = nullptr;
    for (auto& file : files)
      if (file.path == path) known = &file;
    if (!known) {
      files.push_back({path, channel.format, channel.offset_bytes, {i}});
      continue;
    }
    if (known->format != channel.format || known->offset_bytes != channel.offset_bytes)
      throw InputError(
          at(header, channel),
          fmt::format("{} has another format or byte offset for an earlier channel", channel.file));
    known->channels.push_back(i);
  }
  return files;
}

// Complete time steps that fit in so many bytes.
int64_t frames_in(const SignalFile& file, int64_t bytes) {
  const int64_t samples = file.format == 16 ? bytes / 2 : bytes / 3 * 2 + (bytes % 3 == 2 ? 1 : 0);
  return samples / static_cast<int64_t>(file.channels.size());
}

int64_t length_of(const WfdbHeader& header, const SignalFile& file, int64_t file_bytes) {
  const auto place = at(header, header.channels[file.channels[0]]);
  if (file_bytes < file.offset_bytes)
    throw InputError(place, fmt::format("{} has {} bytes, but its samples should begin after {}",
                                        file.path.string(), file_bytes, file.offset_bytes));
  const int64_t found = frames_in(file, file_bytes - file.offset_bytes);
  if (!header.length) return found;
  // One step more is the padding of an odd number of 12-bit samples.
  const int64_t slack = file.format == 212 ? 1 : 0;
  if (found < *header.length || found > *header.length + slack)
    throw InputError(place, fmt::format("{} holds {} samples a channel, but the header says {}",
                                        file.path.string(), found, *header.length));
  return *header.length;
}

void verify(const WfdbHeader& header, const WfdbChannel& channel, std::span<const int32_t> samples) {
  if (channel.initial && !samples.empty() && samples[0] != *channel.initial)
    throw InputError(at(header, channel), fmt::format("{} begins with the value {}, but the header says {}",
                                                      channel.file, samples[0], *channel.initial));
  if (!channel.checksum) return;
  const auto expected = static_cast<int16_t>(*channel.checksum);  // printed signed or unsigned
  const auto found = wfdb_checksum(samples);
  if (found != expected)
    throw InputError(at(header, channel), fmt::format("{} has the checksum {}, but the header says {}",
                                                      channel.file, found, expected));
}

}  // namespace

std::vector<int32_t> decode_16(std::span<const std::byte> bytes, int64_t count) {
  std::vector<int32_t> samples(static_cast<size_t>(count));
  for (size_t i = 0; i < samples.size(); ++i) {
    const auto low = static_cast<uint16_t>(bytes[2 * i]);
    const auto high = static_cast<uint16_t>(bytes[2 * i + 1]);
    samples[i] = static_cast<int16_t>(static_cast<uint16_t>(low | (high << 8)));
  }
  return samples;
}

std::vector<int32_t> decode_212(std::span<const std::byte> bytes, int64_t count) {
  std::vector<int32_t> samples(static_cast<size_t>(count));
  for (size_t i = 0; i < samples.size(); ++i) {
    const size_t triple = i / 2 * 3;
    const auto middle = static_cast<int32_t>(bytes[triple + 1]);
    const int32_t value = i % 2 == 0 ? static_cast<int32_t>(bytes[triple]) | (middle & 0x0f) << 8
                                     : static_cast<int32_t>(bytes[triple + 2]) | (middle & 0xf0) << 4;
    samples[i] = value >= 2048 ? value - 4096 : value;
  }
  return samples;
}

int16_t wfdb_checksum(std::span<const int32_t> samples) {
  uint32_t sum = 0;  // wraps, as the format wants
  for (const auto sample : samples) sum += static_cast<uint32_t>(sample);
  return static_cast<int16_t>(static_cast<uint16_t>(sum));
}

std::vector<std::vector<int32_t>> read_wfdb_counts(const WfdbHeader& header) {
  std::vector<std::vector<int32_t>> counts(header.channels.size());
  int64_t shared_length = -1;
  for (const auto& file : group_by_file(header)) {
    const auto place = at(header, header.channels[file.channels[0]]);
    std::error_code error;
    if (!std::filesystem::is_regular_file(file.path, error))
      throw InputError(place, fmt::format("the signal file {} is missing", file.path.string()));
    const MappedFile bytes(file.path);
    const int64_t length = length_of(header, file, static_cast<int64_t>(bytes.size()));
    if (length == 0) throw InputError(place, fmt::format("{} holds no complete sample", file.path.string()));
    if (shared_length >= 0 && length != shared_length)
      throw InputError(place, fmt::format("{} holds {} samples a channel, the files before it {}",
                                          file.path.string(), length, shared_length));
    shared_length = length;

    const auto width = file.channels.size();
    const std::span all(bytes.data() + file.offset_bytes,
                        bytes.size() - static_cast<size_t>(file.offset_bytes));
    const int64_t total = length * static_cast<int64_t>(width);
    const auto interleaved = file.format == 16 ? decode_16(all, total) : decode_212(all, total);
    for (size_t k = 0; k < width; ++k) {
      auto& channel = counts[file.channels[k]];
      channel.resize(static_cast<size_t>(length));
      for (size_t t = 0; t < channel.size(); ++t) channel[t] = interleaved[t * width + k];
      verify(header, header.channels[file.channels[k]], channel);
    }
  }
  return counts;
}

}  // namespace purkinje::data
