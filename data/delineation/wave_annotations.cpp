#include "data/delineation/wave_annotations.h"

#include <optional>
#include <utility>

namespace purkinje::data {
namespace {

enum class Kind { p, qrs, t, u };

std::optional<Kind> kind_of(int code) {
  const auto symbol = annotation_symbol(code);
  if (symbol == "p") return Kind::p;
  if (symbol == "t") return Kind::t;
  if (symbol == "u") return Kind::u;
  if (is_beat(code)) return Kind::qrs;
  return std::nullopt;
}

// The marks as waves in time order: an onset is of the wave whose peak follows, an end of the one before.
std::vector<std::pair<Kind, Wave>> marked_waves(const std::vector<Annotation>& annotations) {
  std::vector<std::pair<Kind, Wave>> waves;
  int64_t onset = -1;
  bool open = false;  // the last wave may still get an end
  for (const auto& annotation : annotations) {
    const auto symbol = annotation_symbol(annotation.code);
    if (symbol == "(") {
      onset = annotation.sample;
      open = false;
    } else if (symbol == ")") {
      if (open) waves.back().second.end = annotation.sample;
      open = false;
      onset = -1;
    } else if (const auto kind = kind_of(annotation.code)) {
      if (open && *kind == Kind::t && waves.back().first == Kind::t) continue;  // its second peak
      waves.push_back({*kind, {std::exchange(onset, -1), annotation.sample, -1}});
      open = true;
    }
  }
  return waves;
}

}  // namespace

std::vector<BeatWaves> waves_of(const std::vector<Annotation>& annotations, double sample_rate_hz) {
  const auto near = [&](const Wave& first, const Wave& second) {
    return first.present() && static_cast<double>(second.peak - first.peak) <= sample_rate_hz;
  };
  std::vector<BeatWaves> beats;
  for (const auto& [kind, wave] : marked_waves(annotations)) {
    auto* last = beats.empty() ? nullptr : &beats.back();
    if (kind == Kind::p) {
      beats.push_back({wave, {}, {}});
    } else if (kind == Kind::qrs) {
      if (last == nullptr || last->qrs.present() || last->t.present() || !near(last->p, wave))
        last = &beats.emplace_back();
      last->qrs = wave;
    } else if (kind == Kind::t) {
      if (last == nullptr || last->t.present() || !near(last->qrs, wave)) last = &beats.emplace_back();
      last->t = wave;
    }
  }
  return beats;
}

}  // namespace purkinje::data
