// An ECG drawn with braille characters (Unicode U+2800 to U+28FF).
#include "report/ecg_terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "report/columns.h"

namespace purkinje::report {
namespace {

constexpr int kLeastColumns = 20;
// Bit of a dot in a braille character, [row][column].
constexpr int kDots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

std::string braille(int bits) {
  const int code = 0x2800 + bits;
  return {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
          static_cast<char>(0x80 | (code & 0x3F))};
}

struct Range {
  double low = INFINITY, high = -INFINITY;
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool any() const { return low <= high; }
};

std::vector<std::string> draw_lead(const std::vector<float>& signal, size_t width, size_t rows) {
  const size_t dots_x = 2 * width, dots_y = 4 * rows;
  Range all;
  for (const float value : signal) all.add(value);
  std::vector<std::vector<int>> cells(rows, std::vector<int>(width, 0));
  if (all.any()) {
    const double height = std::max(all.high - all.low, 1e-9);
    const auto dot = [&](double value) {
      const double share = (all.high - value) / height;
      return std::min(dots_y - 1, static_cast<size_t>(std::lround(share * static_cast<double>(dots_y - 1))));
    };
    for (size_t x = 0; x < dots_x; ++x) {
      const size_t begin = x * signal.size() / dots_x;
      // One sample more than the column's own joins it to the next.
      const size_t end = std::min(signal.size(), std::max(begin + 1, (x + 1) * signal.size() / dots_x) + 1);
      Range here;
      for (size_t i = begin; i < end; ++i) here.add(signal[i]);
      if (!here.any()) continue;
      for (size_t y = dot(here.high); y <= dot(here.low); ++y) cells[y / 4][x / 2] |= kDots[y % 4][x % 2];
    }
  }
  std::vector<std::string> lines;
  for (const auto& row : cells) {
    std::string line;
    for (const int bits : row) line += bits == 0 ? std::string(" ") : braille(bits);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string ecg_terminal(const EcgStrip& strip, int columns, int rows_a_lead) {
  if (strip.leads.size() != strip.signal_mv.size() || strip.leads.empty())
    throw InputError(fmt::format("{} lead names for {} signals", strip.leads.size(), strip.signal_mv.size()));
  if (!(strip.sample_rate_hz > 0)) throw InputError("an ECG needs a positive sample rate to be drawn");
  size_t margin = 0;
  for (const std::string& lead : strip.leads) margin = std::max(margin, display_width(lead));
  margin = std::min<size_t>(margin, 8) + 1;
  const size_t width = static_cast<size_t>(std::max(columns, kLeastColumns)) - margin;

  std::string text = strip.title.empty() ? "" : strip.title + "\n";
  for (size_t lead = 0; lead < strip.leads.size(); ++lead) {
    const std::vector<std::string> lines =
        draw_lead(strip.signal_mv[lead], width, static_cast<size_t>(std::max(rows_a_lead, 1)));
    for (size_t i = 0; i < lines.size(); ++i) {
      std::string name = i == lines.size() / 2 ? strip.leads[lead].substr(0, margin - 1) : "";
      name.resize(margin, ' ');
      std::string line = name + lines[i];
      while (!line.empty() && line.back() == ' ') line.pop_back();
      text += line + "\n";
    }
  }

  const double seconds = static_cast<double>(strip.signal_mv[0].size()) / strip.sample_rate_hz;
  std::string axis(margin + width, ' ');
  double step = 1;
  while (seconds / step * 8 > static_cast<double>(width)) step *= 2;
  for (double s = 0; s <= seconds; s += step) {
    const std::string label = fmt::format("|{:.4g}s", strip.start_s + s);
    const size_t at = margin + static_cast<size_t>(s / std::max(seconds, 1e-9) * static_cast<double>(width));
    if (at + label.size() <= axis.size()) axis.replace(at, label.size(), label);
  }
  while (!axis.empty() && axis.back() == ' ') axis.pop_back();
  return text + axis + "\n";
}

}  // namespace purkinje::report
