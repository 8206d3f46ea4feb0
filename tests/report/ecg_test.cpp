// ECGs as drawn: true scale, gaps, refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "base/error.h"
#include "report/columns.h"
#include "report/ecg_paper.h"
#include "report/ecg_terminal.h"

namespace purkinje::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// One lead: a flat line with one peak of 1 mV in its middle.
EcgStrip one_peak(size_t samples = 1000) {
  EcgStrip strip;
  strip.leads = {"II"};
  strip.sample_rate_hz = 500;
  strip.signal_mv = {std::vector<float>(samples, 0)};
  strip.signal_mv[0][samples / 2] = 1;
  return strip;
}

EcgStrip twelve() {
  EcgStrip strip;
  strip.leads = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};
  strip.signal_mv.assign(12, std::vector<float>(5000, 0));
  return strip;
}

size_t count(const std::string& text, const std::string& what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(EcgPaper, draws_25_mm_a_second_and_10_mm_a_millivolt) {
  const std::string svg = ecg_svg(one_peak());

  // The paper's left edge is at 5 mm, the trace starts 10 mm further: 1 s later it is 25 mm on, and 10 mm
  // higher.
  EXPECT_THAT(svg, HasSubstr("M15.00 20.00"));
  EXPECT_THAT(svg, HasSubstr("L40.00 10.00L"));
  EXPECT_THAT(svg, HasSubstr("25 mm/s, 10 mm/mV, 500 Hz"));
  EXPECT_THAT(svg, HasSubstr("h1.5v-10h5v10h1.5"));  // the pulse: 1 mV for 0.2 s
}

TEST(EcgPaper, puts_twelve_leads_in_three_rows_of_four_above_lead_two) {
  const std::string svg = ecg_svg(twelve());

  EXPECT_EQ(count(svg, ">II</text>"), 2u);
  EXPECT_EQ(count(svg, ">V6</text>"), 1u);
  EXPECT_EQ(count(svg, "h1.5v-10h5v10h1.5"), 4u);
  EXPECT_EQ(count(ecg_svg(twelve(), EcgLayout::rows), "h1.5v-10h5v10h1.5"), 12u);
}

TEST(EcgPaper, leaves_a_gap_where_samples_are_missing) {
  EcgStrip strip = one_peak();
  strip.signal_mv[0][100] = std::nanf("");

  const std::string svg = ecg_svg(strip);

  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, HasSubstr("M20.05 20.00"));  // the pen is set down again at sample 101
}

TEST(EcgPaper, shows_weights_as_a_strip_from_light_to_dark) {
  EcgStrip strip = one_peak();
  strip.weights = {{std::vector<float>(1000, 0), "attention"}};
  for (size_t i = 500; i < 1000; ++i) strip.weights[0].values[i] = 2;

  const std::string svg = ecg_svg(strip);

  EXPECT_THAT(svg, HasSubstr(palette_colour(0)));
  EXPECT_THAT(svg, HasSubstr(palette_colour(1)));
  EXPECT_THAT(svg, HasSubstr("attention from 0 (light) to 2 (dark)"));
}

TEST(EcgPaper, escapes_text_for_xml) {
  EcgStrip strip = one_peak();
  strip.title = "a<b & \"c\"";

  EXPECT_THAT(ecg_svg(strip), HasSubstr("a&lt;b &amp; &quot;c&quot;"));
}

TEST(EcgPaper, refuses_what_cannot_be_drawn) {
  EcgStrip no_rate = one_peak(), short_weights = one_peak(), ragged = twelve(), no_leads;
  no_rate.sample_rate_hz = 0;
  short_weights.weights = {{{1}, "too short"}};
  ragged.signal_mv[3].pop_back();

  EXPECT_THROW(ecg_svg(no_rate), InputError);
  EXPECT_THROW(ecg_svg(short_weights), InputError);
  EXPECT_THROW(ecg_svg(ragged), InputError);
  EXPECT_THROW(ecg_svg(no_leads), InputError);
  EXPECT_THROW(ecg_svg(one_peak(), EcgLayout::grid_3x4), InputError);
}

TEST(Palette, darkens_all_the_way) {
  const auto lightness = [](double share) {
    const std::string c = palette_colour(share);
    return .299 * std::stoi(c.substr(1, 2), nullptr, 16) + .587 * std::stoi(c.substr(3, 2), nullptr, 16) +
           .114 * std::stoi(c.substr(5, 2), nullptr, 16);
  };
  for (int i = 0; i < 20; ++i) EXPECT_GT(lightness(i / 20.0), lightness((i + 1) / 20.0)) << i;
}

TEST(EcgTerminal, never_exceeds_the_width) {
  for (int columns = 20; columns < 140; columns += 7) {
    std::istringstream lines(ecg_terminal(twelve(), columns));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(display_width(line), static_cast<size_t>(columns)) << line;
  }
}

TEST(EcgTerminal, keeps_a_peak_that_is_one_sample_wide) {
  const std::string text = ecg_terminal(one_peak(100000), 60, 4);

  std::istringstream lines(text);
  std::string first;
  std::getline(lines, first);
  EXPECT_NE(first.find_first_not_of(' '), std::string::npos);  // the peak reaches the top line
}

}  // namespace
}  // namespace purkinje::report
