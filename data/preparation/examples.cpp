#include "data/preparation/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "data/preparation/data_options.h"
#include "data/preparation/data_problems.h"

namespace purkinje::data {
namespace {

// What says how a whole record becomes one example has no say in how it is cut into many.
void refuse_options_of_whole_records(const Json& data, const std::string& kind, DataProblems& problems) {
  const Json preprocessing = data.value("preprocessing", Json());
  if (preprocessing.is_object())
    for (const char* name : {"duration_s", "crop", "pad"}) {
      const auto value = option_of(preprocessing_options(), preprocessing, name);
      if (value != option_of(preprocessing_options(), Json::object(), name))
        problems.add(fmt::format("preprocessing.{}", name),
                     fmt::format("has a meaning only with examples: record; {} gives the length with "
                                 "examples: {}",
                                 kind == "beat" ? "before and after" : "window_s", kind));
    }
  if (!data.value("select", Json()).is_null())
    problems.add("select",
                 fmt::format("draws records, not {}s: it has a meaning only with examples: record", kind));
}

double positive_number(const Json& data, const char* name, const char* kind, DataProblems& problems) {
  const auto value = option_of(data_options(), data, name);
  if (value.is_number() && value.get<double>() >= 0) return value.get<double>();
  problems.add(name, fmt::format("examples: {} need a number here", kind));
  return 0;
}

}  // namespace

Cutting Cutting::from_json(const Json& data) {
  const auto kind = option_of(data_options(), data, "examples").get<std::string>();
  Cutting cutting;
  if (kind == "record") return cutting;
  DataProblems problems;
  refuse_options_of_whole_records(data, kind, problems);
  if (kind == "beat") {
    cutting.kind = Kind::beat;
    cutting.before = static_cast<int64_t>(positive_number(data, "before", "beat", problems));
    cutting.after = static_cast<int64_t>(positive_number(data, "after", "beat", problems));
    if (option_of(data_options(), data, "task") == "multi_label")
      problems.add("task", "a beat has exactly one class: multi_class or binary with examples: beat");
  } else {
    cutting.kind = Kind::window;
    cutting.window_s = positive_number(data, "window_s", "window", problems);
    const auto step = option_of(data_options(), data, "step_s");
    cutting.step_s = step.is_null() ? cutting.window_s : step.get<double>();
  }
  const auto at_most = option_of(data_options(), data, "at_most_per_class");
  if (!at_most.is_null()) cutting.at_most_per_class = at_most.get<size_t>();
  problems.throw_if_any();
  return cutting;
}

std::vector<bool> thinned(const std::vector<std::vector<int8_t>>& labels, size_t at_most) {
  std::map<std::vector<int8_t>, std::vector<size_t>> places;
  for (size_t i = 0; i < labels.size(); ++i) places[labels[i]].push_back(i);
  std::vector<bool> stays(labels.size(), false);
  for (const auto& [label, of_label] : places) {
    const size_t kept = std::min(at_most, of_label.size());
    for (size_t k = 0; k < kept; ++k) stays[of_label[k * of_label.size() / kept]] = true;
  }
  return stays;
}

std::vector<Window> beat_windows(const Cutting& cutting, const CleanRecording& cleaned,
                                 const std::vector<LabelledEvent>& beats, size_t classes) {
  std::vector<Window> windows;
  const int64_t up = cleaned.ratio.up, down = cleaned.ratio.down, length = cutting.before + cutting.after;
  int64_t last = -1;
  for (const auto& beat : beats) {
    const int64_t peak = (2 * beat.sample * up + down) / (2 * down);  // rounded
    const int64_t start = peak - cutting.before;
    if (start < 0 || start + length > cleaned.whole_length()) continue;
    // One beat that two classes claim stays one example.
    if (beat.sample != last) windows.push_back({start, length, std::vector<int8_t>(classes, 0)});
    last = beat.sample;
    windows.back().labels.at(beat.label) = 1;
  }
  return windows;
}

std::vector<Window> step_windows(const Cutting& cutting, const CleanOutline& cleaned) {
  const auto length = std::max<int64_t>(1, std::llround(cutting.window_s * cleaned.sample_rate_hz));
  const auto step = std::max<int64_t>(1, std::llround(cutting.step_s * cleaned.sample_rate_hz));
  if (cleaned.whole_length() < length)
    throw InputError(
        fmt::format("record '{}' is {:.3f} s long, shorter than one window of {} s", cleaned.record,
                    static_cast<double>(cleaned.length()) / cleaned.sample_rate_hz, cutting.window_s));
  std::vector<Window> windows;
  for (int64_t start = 0; start + length <= cleaned.whole_length(); start += step)
    windows.push_back({start, length, {}});
  return windows;
}

void label_by_beats(std::vector<Window>& windows, const CleanRecording& cleaned,
                    const std::vector<LabelledEvent>& beats, size_t classes) {
  const int64_t up = cleaned.ratio.up, down = cleaned.ratio.down;
  for (auto& window : windows) {
    window.labels.assign(classes, 0);
    // Compared at the common rate, where both are whole numbers.
    const int64_t from = window.start * down, to = (window.start + window.length) * down;
    auto beat = std::lower_bound(beats.begin(), beats.end(), from,
                                 [&](const LabelledEvent& b, int64_t at) { return b.sample * up < at; });
    for (; beat != beats.end() && beat->sample * up < to; ++beat) window.labels.at(beat->label) = 1;
  }
}

}  // namespace purkinje::data
