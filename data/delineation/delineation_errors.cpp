#include "data/delineation/delineation_errors.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace purkinje::data {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// Every mark of one kind, ascending. `index` counts as kLimitNames does.
std::vector<int64_t> marks_of(const std::vector<BeatWaves>& beats, size_t index) {
  std::vector<int64_t> marks;
  for (const auto& beat : beats) {
    const Wave& wave = index < 3 ? beat.p : index < 6 ? beat.qrs : beat.t;
    const int64_t mark = index % 3 == 0 ? wave.onset : index % 3 == 1 ? wave.peak : wave.end;
    if (mark >= 0) marks.push_back(mark);
  }
  std::sort(marks.begin(), marks.end());
  return marks;
}

// Distance to the nearest of ascending marks, signed; the largest number where there is none.
int64_t to_nearest(const std::vector<int64_t>& marks, int64_t sample) {
  int64_t nearest = std::numeric_limits<int64_t>::max();
  const auto after = std::lower_bound(marks.begin(), marks.end(), sample);
  if (after != marks.end()) nearest = *after - sample;
  if (after != marks.begin() && sample - *std::prev(after) < nearest) nearest = *std::prev(after) - sample;
  return nearest;
}

using Span = std::pair<int64_t, int64_t>;

std::vector<Span> marked_spans(const std::vector<BeatWaves>& reference, double rate) {
  std::vector<int64_t> marks;
  for (size_t i = 0; i < kLimitNames.size(); ++i) {
    const auto some = marks_of(reference, i);
    marks.insert(marks.end(), some.begin(), some.end());
  }
  std::sort(marks.begin(), marks.end());
  std::vector<Span> spans;
  for (const int64_t mark : marks) {
    if (spans.empty() || static_cast<double>(mark - spans.back().second) > kSpanGapS * rate)
      spans.push_back({mark, mark});
    spans.back().second = mark;
  }
  return spans;
}

std::vector<double> together(const std::vector<std::vector<double>>& records) {
  std::vector<double> all;
  for (const auto& record : records) all.insert(all.end(), record.begin(), record.end());
  return all;
}

double mean_of(const std::vector<double>& values) {
  if (values.empty()) return kUndefined;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values) {
  if (values.size() < 2) return kUndefined;
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

}  // namespace

int64_t LimitErrors::found() const {
  int64_t count = 0;
  for (const auto& record : errors_ms) count += static_cast<int64_t>(record.size());
  return count;
}

double LimitErrors::sensitivity() const {
  return reference == 0 ? kUndefined : static_cast<double>(found()) / static_cast<double>(reference);
}

double LimitErrors::mean_ms() const {
  return mean_of(together(errors_ms));
}

double LimitErrors::sd_ms() const {
  return sd_of(together(errors_ms));
}

double LimitErrors::sd_in_records_ms() const {
  std::vector<double> sds;
  for (const auto& record : errors_ms)
    if (record.size() >= 2) sds.push_back(sd_of(record));
  return mean_of(sds);
}

double WaveCount::positive_predictivity() const {
  return found == 0 ? kUndefined : static_cast<double>(right) / static_cast<double>(found);
}

void DelineationErrors::add(const std::vector<BeatWaves>& reference, const std::vector<BeatWaves>& found,
                            double sample_rate_hz) {
  const auto within = [&](int64_t distance) {
    return std::abs(static_cast<double>(distance)) <= kMatchS * sample_rate_hz;
  };
  ++records;
  for (size_t i = 0; i < limits.size(); ++i) {
    const auto found_marks = marks_of(found, i);
    auto& errors_ms = limits[i].errors_ms.emplace_back();
    for (const int64_t mark : marks_of(reference, i)) {
      ++limits[i].reference;
      const int64_t distance = to_nearest(found_marks, mark);
      if (within(distance)) errors_ms.push_back(1000 * static_cast<double>(distance) / sample_rate_hz);
    }
  }
  const auto spans = marked_spans(reference, sample_rate_hz);
  for (const auto& [count, peak] : {std::pair{&p, size_t{1}}, {&qrs, size_t{4}}, {&t, size_t{7}}}) {
    const auto reference_peaks = marks_of(reference, peak);
    for (const int64_t mark : marks_of(found, peak)) {
      if (std::none_of(spans.begin(), spans.end(),
                       [&](const Span& span) { return mark >= span.first && mark <= span.second; }))
        continue;
      ++count->found;
      if (within(to_nearest(reference_peaks, mark))) ++count->right;
    }
  }
}

}  // namespace purkinje::data
