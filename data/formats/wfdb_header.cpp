#include "data/formats/wfdb_header.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "base/error.h"
#include "base/files.h"
#include "base/utf8.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

constexpr off_t kMaxHeaderBytes = 1 << 20;
constexpr int64_t kUsualChannels = 16;
constexpr int64_t kMaxLength = int64_t{1} << 40;

// Points into the header's text and its path.
class Line {
 public:
  Line(const std::filesystem::path& file, int number, std::string_view text)
      : file_(file), number_(number), words_(words_of(text)) {}

  size_t size() const { return words_.size(); }
  std::string_view word(size_t i) const { return words_[i]; }
  int number() const { return number_; }

  [[noreturn]] void wrong(const std::string& message) const {
    throw InputError({file_.string(), number_, ""}, message);
  }

  int64_t integer(std::string_view text, const char* what, int64_t min, int64_t max) const {
    const auto value = integer_of(text);
    if (!value) wrong(fmt::format("the {} is '{}', a whole number is expected", what, text));
    if (*value < min || *value > max)
      wrong(fmt::format("the {} is {}, a number from {} to {} is expected", what, *value, min, max));
    return *value;
  }

  double real(std::string_view text, const char* what) const {
    const auto value = real_of(text);
    if (!value) wrong(fmt::format("the {} is '{}', a number is expected", what, text));
    return *value;
  }

  // Words from `first` on, with one blank between them.
  std::string rest(size_t first) const {
    std::string out;
    for (size_t i = first; i < words_.size(); ++i) (out += out.empty() ? "" : " ") += words_[i];
    return out;
  }

 private:
  const std::filesystem::path& file_;
  int number_;
  std::vector<std::string_view> words_;
};

constexpr int64_t kInt32Min = std::numeric_limits<int32_t>::min();
constexpr int64_t kInt32Max = std::numeric_limits<int32_t>::max();

// "name channels rate[/counter[(base)]] [samples] [time] [date]"; returns the number of channels said.
int64_t read_record_line(const Line& line, WfdbHeader& header) {
  if (line.size() < 3)
    line.wrong(fmt::format("the record line has {} fields; name, number of channels and rate are expected",
                           line.size()));
  header.name = line.word(0);
  if (header.name.find('/') != std::string::npos)
    line.wrong(fmt::format("'{}' is a record of several segments; only single-segment records are read",
                           header.name));
  const auto channels = line.integer(line.word(1), "number of channels", 1, kInt32Max);
  header.sample_rate_hz =
      line.real(line.word(2).substr(0, line.word(2).find_first_of("/(")), "sampling rate");
  if (!(header.sample_rate_hz > 0))
    line.wrong(fmt::format("the sampling rate is {} Hz", header.sample_rate_hz));
  if (line.size() > 3) {
    const auto length = line.integer(line.word(3), "number of samples", 0, kMaxLength);
    if (length > 0) header.length = length;  // 0 means unspecified
  }
  return channels;
}

// "16", "16+24", "212x1:0+0": samples a frame after x, skew after colon, byte offset after plus.
void read_format(const Line& line, std::string_view text, WfdbChannel& channel) {
  auto end = text.find_first_of("x:+");
  channel.format = static_cast<int>(line.integer(text.substr(0, end), "format", 0, 100000));
  while (end != std::string::npos) {
    const char mark = text[end];
    const auto next = text.find_first_of("x:+", end + 1);
    const auto part = text.substr(end + 1, next == std::string::npos ? next : next - end - 1);
    if (mark == 'x' && line.integer(part, "number of samples a frame", 1, 1000000) != 1)
      line.wrong(fmt::format("{} samples a frame; only 1 is read", part));
    if (mark == ':' && line.integer(part, "skew", 0, kMaxLength) != 0)
      line.wrong(fmt::format("a skew of {} samples; only 0 is read", part));
    if (mark == '+') channel.offset_bytes = line.integer(part, "byte offset", 0, kMaxLength);
    end = next;
  }
}

// "1000.0(0)/mV": baseline and unit may be absent.
bool read_gain(const Line& line, std::string_view text, WfdbChannel& channel) {
  const auto slash = text.find('/');
  if (slash != std::string::npos && slash + 1 < text.size()) channel.unit = text.substr(slash + 1);
  const auto number = text.substr(0, slash);
  const auto open = number.find('(');
  const double gain = line.real(number.substr(0, open), "gain");
  if (gain < 0) line.wrong(fmt::format("the gain is {}, it cannot be negative", gain));
  if (gain > 0) channel.gain = gain;
  if (open == std::string::npos) return false;
  if (number.back() != ')') line.wrong(fmt::format("'{}' has no closing parenthesis", text));
  channel.baseline =
      line.integer(number.substr(open + 1, number.size() - open - 2), "baseline", kInt32Min, kInt32Max);
  return true;
}

WfdbChannel read_channel_line(const Line& line) {
  if (line.size() < 2) line.wrong("the line of a channel has 1 field; file and format at least are expected");
  WfdbChannel channel;
  channel.line = line.number();
  channel.file = line.word(0);
  if (channel.file.find('/') != std::string::npos || channel.file == "-" || channel.file == "~" ||
      channel.file == "..")
    line.wrong(fmt::format("the signal file '{}' is not a file beside the header", channel.file));
  read_format(line, line.word(1), channel);
  const bool has_baseline = line.size() > 2 && read_gain(line, line.word(2), channel);
  if (line.size() > 3) line.integer(line.word(3), "ADC resolution", 0, 64);
  if (line.size() > 4) channel.adc_zero = line.integer(line.word(4), "ADC zero", kInt32Min, kInt32Max);
  if (!has_baseline) channel.baseline = channel.adc_zero;
  if (line.size() > 5) channel.initial = line.integer(line.word(5), "initial value", kInt32Min, kInt32Max);
  if (line.size() > 6) channel.checksum = line.integer(line.word(6), "checksum", -32768, 65535);
  if (line.size() > 7) line.integer(line.word(7), "block size", 0, kInt32Max);
  channel.name = line.rest(8);
  return channel;
}

struct OpenHeader {
  const int descriptor;
  ~OpenHeader() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

// Looks its path up only once: databases have tens of thousands of headers.
std::string text_of(const std::filesystem::path& file) {
  const OpenHeader header{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat info {};
  if (header.descriptor < 0 && errno != ENOENT && errno != ENOTDIR)
    return read_file(file);  // which says why not
  if (header.descriptor < 0 || ::fstat(header.descriptor, &info) != 0 || !S_ISREG(info.st_mode))
    throw InputError({file.string(), 0, ""}, "there is no such header file");
  if (info.st_size > kMaxHeaderBytes)
    throw InputError({file.string(), 0, ""}, "is above 1 MiB, too large for a header");
  std::string text(static_cast<size_t>(info.st_size), '\0');
  if (::read(header.descriptor, text.data(), text.size()) != info.st_size) text = read_file(file);
  return as_utf8(std::move(text));
}

}  // namespace

std::optional<std::string> WfdbHeader::field(const std::string& key) const {
  for (const std::string_view comment : comments) {
    const auto colon = comment.find(':');
    if (colon == std::string_view::npos) continue;
    auto name = trimmed(comment.substr(0, colon));
    if (name.size() > 2 && name.front() == '<' && name.back() == '>') name = name.substr(1, name.size() - 2);
    if (same_but_for_case(name, key)) return std::string(trimmed(comment.substr(colon + 1)));
  }
  return std::nullopt;
}

WfdbHeader read_wfdb_header(const std::filesystem::path& path) {
  if (path.extension() == ".hea") return parse_wfdb_header(text_of(path), path);
  return read_wfdb_header(path.string() + ".hea");
}

WfdbHeader parse_wfdb_header(const std::string& text, const std::filesystem::path& path) {
  WfdbHeader header;
  header.path = path;
  int64_t said = 0;
  int number = 0;
  for (const auto line_text : lines_of(text)) {
    ++number;
    const auto bare = trimmed(line_text);
    if (bare.empty()) continue;
    if (bare[0] == '#') {
      header.comments.emplace_back(trimmed(bare.substr(1)));
      continue;
    }
    const Line line(path, number, bare);
    if (said == 0) {
      said = read_record_line(line, header);
      header.channels.reserve(static_cast<size_t>(std::min<int64_t>(said, kUsualChannels)));
    } else {
      header.channels.push_back(read_channel_line(line));
    }
  }
  if (said == 0) throw InputError({path.string(), 0, ""}, "holds no record line");
  if (said != static_cast<int64_t>(header.channels.size()))
    throw InputError({path.string(), 0, ""},
                     fmt::format("says {} channels, but describes {}", said, header.channels.size()));
  return header;
}

}  // namespace purkinje::data
