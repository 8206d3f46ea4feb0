// An ECG on paper as SVG. One user unit is one millimetre.
#include "report/ecg_paper.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "base/error.h"
#include "report/escape.h"

namespace purkinje::report {
namespace {

constexpr double kMargin = 5, kTitleHeight = 8, kFooterHeight = 6;
constexpr double kPulseWidth = 10;  // room for the calibration pulse left of every row
constexpr double kLeastRow = 15, kMostRow = 60;
constexpr double kStripHeight = 6, kStripLabel = 6;
constexpr std::array<const char*, 12> kGrid = {"I",  "aVR", "V1",  "V4",  "II", "aVL",
                                               "V2", "V5",  "III", "aVF", "V3", "V6"};

struct Span {
  size_t begin = 0, end = 0;
};

// One lead's piece of time at its place on the paper.
struct Piece {
  size_t lead = 0;
  Span span;
  double x = 0;
};

struct Row {
  std::vector<Piece> pieces;
  double top = 0, height = 0, baseline = 0;  // y of 0 mV
};

double five(double mm) {
  return 5 * std::ceil(mm / 5 - 1e-9);
}

void check(const EcgStrip& strip) {
  if (!(strip.sample_rate_hz > 0) || !(strip.mm_per_second > 0))
    throw InputError("an ECG needs a positive sample rate to be drawn");
  if (strip.leads.size() != strip.signal_mv.size() || strip.leads.empty())
    throw InputError(fmt::format("{} lead names for {} signals", strip.leads.size(), strip.signal_mv.size()));
  for (const auto& lead : strip.signal_mv)
    if (lead.size() != strip.signal_mv[0].size() || lead.empty())
      throw InputError("the leads to draw differ in length, or are empty");
  for (const auto& weights : strip.weights)
    if (weights.values.size() != strip.signal_mv[0].size())
      throw InputError(
          fmt::format("{} weights for {} samples", weights.values.size(), strip.signal_mv[0].size()));
}

class Drawing {
 public:
  explicit Drawing(const EcgStrip& strip) : strip_(strip), length_(strip.signal_mv[0].size()) {}

  EcgDrawing draw(EcgLayout layout) {
    lay_out(layout);
    header();
    grid();
    for (const Row& row : rows_) {
      pulse(row);
      for (const Piece& piece : row.pieces) trace(row, piece);
      for (size_t i = 0; i < row.pieces.size(); ++i) name(row, row.pieces[i], i > 0);
    }
    time_ticks();
    double y = paper_bottom_ + 5;
    for (const auto& strip : strip_.weights) {
      weights(strip, y);
      y += kStripHeight + kStripLabel;
    }
    footer();
    return {std::move(svg_), width_, height_};
  }

 private:
  double mm(size_t samples) const {
    return strip_.mm_per_second * static_cast<double>(samples) / strip_.sample_rate_hz;
  }
  double left() const { return kMargin + kPulseWidth; }

  void lay_out(EcgLayout layout) {
    std::vector<size_t> order;
    for (const char* lead : kGrid)
      for (size_t i = 0; i < strip_.leads.size(); ++i)
        if (strip_.leads[i] == lead) {
          order.push_back(i);
          break;
        }
    const bool twelve = order.size() == kGrid.size();
    if (layout == EcgLayout::grid_3x4 && !twelve)
      throw InputError(
          "the 3x4 layout needs the leads I, II, III, aVR, aVL, aVF, V1 to V6; draw one lead a row instead");
    if (layout == EcgLayout::automatic) layout = twelve ? EcgLayout::grid_3x4 : EcgLayout::rows;

    if (layout == EcgLayout::grid_3x4) {
      for (size_t r = 0; r < 3; ++r) {
        Row row;
        for (size_t c = 0; c < 4; ++c) {
          const Span span{length_ * c / 4, length_ * (c + 1) / 4};
          row.pieces.push_back({order[4 * r + c], span, left() + mm(span.begin)});
        }
        rows_.push_back(std::move(row));
      }
      rows_.push_back({{{order[4], {0, length_}, left()}}, 0, 0, 0});
    } else {
      for (size_t i = 0; i < strip_.leads.size(); ++i)
        rows_.push_back({{{i, {0, length_}, left()}}, 0, 0, 0});
    }

    double y = kMargin + (strip_.title.empty() ? 0 : kTitleHeight);
    paper_top_ = y;
    for (Row& row : rows_) {
      const auto [low, high] = extent(row);
      const double above = five(std::clamp(high * strip_.mm_per_unit + 3, kLeastRow / 3, kMostRow / 2));
      const double below = five(std::clamp(-low * strip_.mm_per_unit + 2, kLeastRow / 3, kMostRow / 2));
      row.top = y;
      row.height = std::max(above + below, kLeastRow);
      row.baseline = y + above;
      y += row.height;
    }
    paper_bottom_ = y;
    paper_right_ = kMargin + five(kPulseWidth + mm(length_) + 2);
    width_ = paper_right_ + kMargin;
    height_ = paper_bottom_ + 2 + (kStripHeight + kStripLabel) * static_cast<double>(strip_.weights.size()) +
              kFooterHeight + kMargin;
  }

  std::pair<double, double> extent(const Row& row) const {
    double low = 0, high = 1;  // the calibration pulse has to fit
    for (const Piece& piece : row.pieces)
      for (size_t i = piece.span.begin; i < piece.span.end; ++i) {
        const double value = strip_.signal_mv[piece.lead][i];
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
    return {low, high};
  }

  void header() {
    if (!strip_.title.empty()) text(kMargin, kMargin + 4, 4, strip_.title, "#222222", "start");
  }

  void grid() {
    const double width = paper_right_ - kMargin, height = paper_bottom_ - paper_top_;
    svg_ += fmt::format("<rect x=\"{}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"#fffafa\"/>\n",
                        kMargin, paper_top_, width, height);
    for (const auto& [step, colour, stroke] :
         {std::tuple{1, "#f6d5d5", 0.1}, std::tuple{5, "#e8a5a5", 0.2}}) {
      std::string path;
      for (double x = 0; x <= width + 1e-6; x += step)
        path += fmt::format("M{:.0f} {:.0f}v{:.0f}", kMargin + x, paper_top_, height);
      for (double y = 0; y <= height + 1e-6; y += step)
        path += fmt::format("M{:.0f} {:.0f}h{:.0f}", kMargin, paper_top_ + y, width);
      svg_ += fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"{}\" fill=\"none\"/>\n", path, colour,
                          stroke);
    }
  }

  // 1 mV (or whatever the unit is), at 25 mm a second for 0.2 s.
  void pulse(const Row& row) {
    svg_ += fmt::format(
        "<path d=\"M{0:.2f} {1:.2f}h1.5v-{2:.4g}h5v{2:.4g}h1.5\" stroke=\"#111111\" stroke-width=\"0.3\" "
        "fill=\"none\"/>\n",
        kMargin + 1, row.baseline, strip_.mm_per_unit);
  }

  void trace(const Row& row, const Piece& piece) {
    std::string path;
    bool pen_down = false;
    for (size_t i = piece.span.begin; i < piece.span.end; ++i) {
      const double value = strip_.signal_mv[piece.lead][i];
      if (!std::isfinite(value)) {
        pen_down = false;
        continue;
      }
      const double y = std::clamp(row.baseline - value * strip_.mm_per_unit, row.top, row.top + row.height);
      path += fmt::format("{}{:.2f} {:.2f}", pen_down ? 'L' : 'M', piece.x + mm(i - piece.span.begin), y);
      pen_down = true;
    }
    svg_ += fmt::format(
        "<path d=\"{}\" stroke=\"#111111\" stroke-width=\"0.3\" fill=\"none\" stroke-linejoin=\"round\"/>\n",
        path);
  }

  void name(const Row& row, const Piece& piece, bool separated) {
    if (separated)
      svg_ += fmt::format(
          "<path d=\"M{0:.2f} {1:.2f}v-3M{0:.2f} {2:.2f}v3\" stroke=\"#111111\" stroke-width=\"0.3\"/>\n",
          piece.x, row.baseline - 2, row.baseline + 2);
    const double x = piece.x + 1, y = row.top + 3.6;
    svg_ += fmt::format(
        "<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"3.2\" font-weight=\"bold\" fill=\"#111111\" "
        "stroke=\"#fffafa\" "
        "stroke-width=\"0.8\" paint-order=\"stroke\">{}</text>\n",
        x, y, svg_escaped(strip_.leads[piece.lead]));
  }

  void time_ticks() {
    const double seconds = static_cast<double>(length_) / strip_.sample_rate_hz;
    for (int s = 0; s <= static_cast<int>(std::floor(seconds + 1e-9)); ++s) {
      const double x = left() + strip_.mm_per_second * s;
      svg_ += fmt::format("<path d=\"M{:.2f} {:.2f}v1\" stroke=\"#666666\" stroke-width=\"0.2\"/>\n", x,
                          paper_bottom_);
      text(x, paper_bottom_ + 3.6, 2.4, fmt::format("{:.4g} s", strip_.start_s + s), "#666666", "middle");
    }
  }

  void weights(const EcgWeights& strip, double y) {
    float low = INFINITY, high = -INFINITY;
    for (const float w : strip.values) {
      if (!std::isfinite(w)) continue;
      low = std::min(low, w);
      high = std::max(high, w);
    }
    if (strip.range) std::tie(low, high) = *strip.range;
    if (!(low <= high)) return;
    // A cell of at least 0.25 mm, the mean of its samples: finer cells cannot be seen and make the file
    // large.
    const size_t samples =
        std::max<size_t>(1, static_cast<size_t>(0.25 / strip_.mm_per_second * strip_.sample_rate_hz));
    // Neighbours of one colour are one rectangle, and edges are crisp: no hairlines between cells.
    std::string colour;
    size_t begin = 0;
    svg_ += "<g shape-rendering=\"crispEdges\">\n";
    const auto rectangle = [&](size_t end) {
      if (!colour.empty())
        svg_ += fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\" fill=\"{}\"/>\n",
                            left() + mm(begin), y, mm(end - begin), kStripHeight, colour);
    };
    for (size_t i = 0; i < length_; i += samples) {
      const size_t end = std::min(length_, i + samples);
      double sum = 0;
      for (size_t k = i; k < end; ++k) sum += strip.values[k];
      const double mean = sum / static_cast<double>(end - i);
      const double share = high > low ? (mean - low) / (static_cast<double>(high) - low) : 0.0;
      const std::string next = std::isfinite(mean) ? palette_colour(share) : std::string();
      if (next == colour) continue;
      rectangle(i);
      colour = next;
      begin = i;
    }
    rectangle(length_);
    svg_ += "</g>\n";
    svg_ += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\" fill=\"none\" stroke=\"#666666\" "
        "stroke-width=\"0.2\"/>\n",
        left(), y, mm(length_), kStripHeight);
    text(left(), y + kStripHeight + 3.4, 2.6,
         fmt::format("{} from {:.3g} (light) to {:.3g} (dark)", strip.label.empty() ? "weight" : strip.label,
                     low, high),
         "#444444", "start");
  }

  void footer() {
    text(kMargin, height_ - kMargin + 1, 2.6,
         fmt::format("{:.4g} mm/s, {:.4g} mm/{}, {:.6g} Hz", strip_.mm_per_second, strip_.mm_per_unit,
                     strip_.unit, strip_.sample_rate_hz),
         "#444444", "start");
  }

  void text(double x, double y, double size, const std::string& words, const char* colour,
            const char* anchor) {
    svg_ += fmt::format(
        "<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y,
        size, colour, anchor, svg_escaped(words));
  }

  const EcgStrip& strip_;
  const size_t length_;
  std::vector<Row> rows_;
  double paper_top_ = 0, paper_bottom_ = 0, paper_right_ = 0, width_ = 0, height_ = 0;
  std::string svg_;
};

}  // namespace

std::string svg_escaped(const std::string& text) {
  auto plain = text;  // control characters have no place in XML
  std::erase_if(plain, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return escaped(plain, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}});
}

std::string svg_document(const std::string& elements, double width_mm, double height_mm) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.2f}mm\" height=\"{1:.2f}mm\" viewBox=\"0 0 "
      "{0:.2f} {1:.2f}\" "
      "font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\">\n<rect width=\"100%\" height=\"100%\" "
      "fill=\"#ffffff\"/>\n{2}</svg>\n",
      width_mm, height_mm, elements);
}

EcgDrawing ecg_drawing(const EcgStrip& strip, EcgLayout layout) {
  check(strip);
  return Drawing(strip).draw(layout);
}

std::string ecg_svg(const EcgStrip& strip, EcgLayout layout) {
  const auto drawing = ecg_drawing(strip, layout);
  return svg_document(drawing.elements, drawing.width_mm, drawing.height_mm);
}

std::string palette_colour(double share) {
  // Light yellow over orange and red to near black: lightness falls all the way.
  static constexpr std::array<std::array<double, 3>, 5> kStops = {
      {{255, 250, 220}, {253, 200, 100}, {235, 110, 60}, {160, 30, 80}, {45, 5, 50}}};
  const double at = std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0) * (kStops.size() - 1);
  const size_t below = std::min(static_cast<size_t>(at), kStops.size() - 2);
  const double part = at - static_cast<double>(below);
  std::string colour = "#";
  for (size_t c = 0; c < 3; ++c)
    colour += fmt::format(
        "{:02x}",
        static_cast<int>(std::lround(kStops[below][c] + part * (kStops[below + 1][c] - kStops[below][c]))));
  return colour;
}

}  // namespace purkinje::report
