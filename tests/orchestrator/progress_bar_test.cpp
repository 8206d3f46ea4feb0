// What a long job shows: a bar on a terminal, few lines elsewhere.
#include "orchestrator/progress_bar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace purkinje::orchestrator {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Fixture {
  std::ostringstream text;
  std::chrono::steady_clock::time_point now{};
  ProgressBar::Clock clock = [this] { return now; };
  ProgressOutput output(bool terminal) { return {&text, terminal, 80}; }
  long lines() const {
    const std::string all = text.str();
    return std::count(all.begin(), all.end(), '\n');
  }
};

TEST(ProgressBar, writes_few_lines_where_there_is_no_terminal) {
  Fixture f;

  ProgressBar bar("prepare", f.output(false), f.clock);
  for (size_t i = 0; i <= 100; ++i) {
    bar.update(i, 100);
    f.now += std::chrono::milliseconds(100);  // 10 s in all
  }
  bar.finish("done");

  EXPECT_EQ(f.lines(), 4);  // at 0, 5 and 10 s, and the end
  EXPECT_THAT(f.text.str(), Not(HasSubstr("\r")));
  EXPECT_THAT(f.text.str(), HasSubstr("100% 100/100, done\n"));
}

TEST(ProgressBar, draws_over_one_line_on_a_terminal) {
  Fixture f;

  ProgressBar bar("prepare", f.output(true), f.clock);
  bar.update(0, 4);
  f.now += std::chrono::seconds(1);
  bar.update(1, 4);
  bar.message("a record was left out");
  bar.finish();

  EXPECT_EQ(f.lines(), 2);
  EXPECT_THAT(f.text.str(), HasSubstr("\x1b[Ka record was left out\n"));
  EXPECT_THAT(f.text.str(), HasSubstr("25% 1/4 0:03 left"));
}

TEST(ProgressBar, says_nothing_when_there_was_no_work) {
  Fixture f;

  { ProgressBar bar("prepare", f.output(false), f.clock); }

  EXPECT_EQ(f.text.str(), "");
}

TEST(ProgressLine, fits_the_width_and_keeps_the_numbers) {
  for (int columns = 1; columns < 120; ++columns)
    EXPECT_LE(progress_line("sweep", 3, 10, 75, "fold 2", columns).size(), static_cast<size_t>(columns));
  EXPECT_EQ(progress_line("sweep", 3, 10, 75, "", 40), "sweep [###.........]  30% 3/10 1:15 left");
}

TEST(ProgressLine, never_says_hundred_before_the_end) {
  EXPECT_THAT(progress_line("sweep", 999, 1000, -1, "", 80), HasSubstr(" 99% "));
}

}  // namespace
}  // namespace purkinje::orchestrator
