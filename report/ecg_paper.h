// An ECG as it is printed on paper: 25 mm a second and 10 mm a millivolt where nothing else is asked for, a
// grid of 1 and 5 mm, as SVG in true size.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace purkinje::report {

// A colour strip below the paper.
struct EcgWeights {
  std::vector<float> values;  // one a sample
  std::string label;          // what they are
  std::optional<std::pair<float, float>> range =
      {};  // of the lightest and the darkest colour; else their own
};

struct EcgStrip {
  std::string title;                          // over the paper; may be empty
  std::vector<std::string> leads;             // names
  std::vector<std::vector<float>> signal_mv;  // [lead][sample]; not-a-number samples leave a gap
  double sample_rate_hz = 500;
  double start_s = 0;  // what the first sample's time is called
  std::vector<EcgWeights> weights = {};
  double mm_per_second = 25, mm_per_unit = 10;
  std::string unit = "mV";  // of the signal
};

enum class EcgLayout {
  automatic,  // 3x4 for the twelve standard leads, else one lead a row
  grid_3x4,   // three rows of four leads, a quarter of the time each, and lead II in full below
  rows        // one lead a row
};

// What is inside an SVG document, one user unit a millimetre, with its size.
struct EcgDrawing {
  std::string elements;
  double width_mm = 0, height_mm = 0;
};

// Throws InputError where leads and signals differ in number or length, the weights in length, the rate is
// not positive, or a 3x4 layout is asked for without the twelve leads.
std::string ecg_svg(const EcgStrip& strip, EcgLayout layout = EcgLayout::automatic);
EcgDrawing ecg_drawing(const EcgStrip& strip, EcgLayout layout = EcgLayout::automatic);

// A whole document, on white, of so many millimetres.
std::string svg_document(const std::string& elements, double width_mm, double height_mm);
// Text as XML has it; control characters are left out.
std::string svg_escaped(const std::string& text);

// A sequential palette from light to dark that prints in grey too; `share` from 0 to 1. "#rrggbb".
std::string palette_colour(double share);

}  // namespace purkinje::report
