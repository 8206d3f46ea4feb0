// An ECG as it is printed on paper: 25 mm a second, 10 mm a millivolt, a grid of 1 and 5 mm, as SVG in true
// size.
#pragma once

#include <string>
#include <vector>

namespace purkinje::report {

struct EcgStrip {
  std::string title;                          // over the paper; may be empty
  std::vector<std::string> leads;             // names
  std::vector<std::vector<float>> signal_mv;  // [lead][sample]; not-a-number samples leave a gap
  double sample_rate_hz = 500;
  double start_s = 0;          // what the first sample's time is called
  std::vector<float> weights;  // one a sample: a colour strip below; may be empty
  std::string weights_label;   // what the strip shows
};

enum class EcgLayout {
  automatic,  // 3x4 for the twelve standard leads, else one lead a row
  grid_3x4,   // three rows of four leads, a quarter of the time each, and lead II in full below
  rows        // one lead a row
};

// Throws InputError where leads and signals differ in number or length, the weights in length, the rate is
// not positive, or a 3x4 layout is asked for without the twelve leads.
std::string ecg_svg(const EcgStrip& strip, EcgLayout layout = EcgLayout::automatic);

// A sequential palette from light to dark that prints in grey too; `share` from 0 to 1. "#rrggbb".
std::string palette_colour(double share);

}  // namespace purkinje::report
