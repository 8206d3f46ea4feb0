#include "data/formats/wfdb_annotation.h"

#include <fmt/format.h>

#include <array>

#include "base/error.h"
#include "base/files.h"

namespace purkinje::data {
namespace {

constexpr int kSkip = 59, kNum = 60, kSub = 61, kChn = 62, kAux = 63;
constexpr int64_t kMaxSample = int64_t{1} << 40;

// Index = code.
constexpr std::array<std::string_view, 50> kSymbols{
    "",  "N", "L", "R", "a", "V",  "F", "J", "A", "S", "E", "j", "/", "Q", "~", "",  "|",
    "",  "s", "T", "*", "D", "\"", "=", "p", "B", "^", "t", "+", "u", "?", "!", "[", "]",
    "e", "n", "@", "x", "f", "(",  ")", "r", "",  "",  "",  "",  "",  "",  "",  ""};

// Words of 16 bits, little-endian.
class Words {
 public:
  Words(std::string_view bytes, const std::string& file) : bytes_(bytes), file_(file) {}

  bool at_end() const { return at_ >= bytes_.size(); }
  size_t position() const { return at_; }

  uint16_t next() {
    const auto two = take(2);
    return static_cast<uint16_t>(static_cast<uint8_t>(two[0]) | static_cast<uint8_t>(two[1]) << 8);
  }

  std::string_view take(size_t count) {
    if (bytes_.size() - at_ < count)
      wrong(fmt::format("is cut: {} bytes expected at byte {}, {} left", count, at_, bytes_.size() - at_));
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }

  [[noreturn]] void wrong(const std::string& message) const { throw InputError({file_, 0, ""}, message); }

 private:
  std::string_view bytes_;
  const std::string& file_;
  size_t at_ = 0;
};

// NUM and SUB hold a signed value in the 10 bits of the increment.
int signed_part(int increment) {
  return increment >= 512 ? increment - 1024 : increment;
}

}  // namespace

std::vector<Annotation> read_annotations(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    throw InputError({file.string(), 0, ""}, "there is no such annotation file");
  return parse_annotations(read_file(file), file.string());
}

std::vector<Annotation> parse_annotations(std::string_view bytes, const std::string& file) {
  std::vector<Annotation> annotations;
  Words words(bytes, file);
  int64_t sample = 0;
  int number = 0, channel = 0;  // these two stay until changed, the sub-type does not
  while (!words.at_end()) {
    const size_t place = words.position();
    const uint16_t word = words.next();
    if (word == 0) return annotations;
    const int code = word >> 10, increment = word & 0x3ff;
    if (code == kSkip) {
      const uint32_t high = words.next();
      const uint32_t low = words.next();
      sample += static_cast<int32_t>(high << 16 | low);
    } else if (code >= kNum) {
      const auto length = static_cast<size_t>(increment);  // of a text, padded to whole words
      const std::string_view text = code == kAux ? words.take(length + length % 2) : "";
      if (annotations.empty()) continue;  // a comment before the first annotation has nothing to belong to
      auto& last = annotations.back();
      if (code == kNum) last.number = number = signed_part(increment);
      if (code == kSub) last.subtype = signed_part(increment);
      if (code == kChn) last.channel = channel = increment;
      if (code == kAux) last.text = text.substr(0, text.substr(0, length).find('\0'));
      if (code == kAux && last.text.size() > length) last.text.resize(length);
    } else {
      sample += increment;
      if (code > 49) words.wrong(fmt::format("holds the unknown code {} at byte {}", code, place));
      if (sample < 0 || sample > kMaxSample)
        words.wrong(
            fmt::format("names sample {} at byte {}, before the start or beyond any record", sample, place));
      if (!annotations.empty() && sample < annotations.back().sample)
        words.wrong(fmt::format("runs backwards from sample {} to {} at byte {}", annotations.back().sample,
                                sample, place));
      annotations.push_back({sample, code, 0, channel, number, {}});
    }
  }
  words.wrong("ends without the closing zero word: it has been cut");
}

std::string annotation_symbol(int code) {
  if (code < 1 || code >= static_cast<int>(kSymbols.size()) || kSymbols[static_cast<size_t>(code)].empty())
    return "?";
  return std::string(kSymbols[static_cast<size_t>(code)]);
}

int annotation_code(std::string_view symbol) {
  for (size_t code = 1; code < kSymbols.size(); ++code)
    if (!symbol.empty() && kSymbols[code] == symbol) return static_cast<int>(code);
  return 0;
}

bool is_beat(int code) {
  constexpr std::string_view kBeats = "NLRejAaJSnVErF/fQB?";
  const auto index = static_cast<size_t>(code);
  return code > 0 && index < kSymbols.size() && kSymbols[index].size() == 1 &&
         kBeats.find(kSymbols[index]) != std::string_view::npos;
}

}  // namespace purkinje::data
