// One table on four kinds of page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "report/columns.h"
#include "report/csv.h"
#include "report/latex.h"
#include "report/markdown.h"
#include "report/terminal.h"
#include "report/text_grid.h"

namespace purkinje::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// One row with a paper value, one without, one incomplete; awkward characters in every text.
Table awkward_table() {
  Table table;
  table.name = "table_1";
  table.title = "A & B: 100% of $x_1$ | #1 {a} ~ ^ \\ <b>";
  table.stand_in = "MI stands in, for \"CTRCD\".";
  table.text_columns = {"model"};
  table.columns = {{"roc_auc", "roc_auc", "", "", "", "ROC-AUC", "", "1", 3},
                   {"f1", "f1", "", "max_f1", "test", "F1", "max F1, test-chosen", "1", 3}};
  TableRow full{"full", "a|b", {"a|b"}, {}};
  full.cells = {{PaperValue{.912, .012}, {1.0 / 3, .25, 10, 10, {}, .3125, .375}, "validation"},
                {std::nullopt, {.5, {}, 1, 2, {"seed 1: pending"}}}};
  TableRow other{"other", "[c]", {"[c]"}, {}};
  other.cells = {{std::nullopt, {{}, {}, 0, 2, {"seed 0: failed, \"hang\""}}},
                 {std::nullopt, {.5, .1, 2, 2, {}}}};
  table.rows = {full, other};
  table.has_paper = true;
  table.spread = "Ours: mean ± SD over 10 seeds.";
  table.notes = {"A note with 50% and under_score."};
  return table;
}

size_t count(const std::string& text, const std::string& what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(Markdown, keeps_every_row_to_the_same_number_of_cells) {
  const std::string text = to_markdown(awkward_table());

  std::istringstream lines(text);
  int rows = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("|")) {
      ++rows;
      EXPECT_EQ(count(line, "|") - count(line, "\\|"), 5u) << line;
    }
  EXPECT_EQ(rows, 5);  // heading, rule, paper and ours of the first row, ours of the second
  EXPECT_THAT(text, HasSubstr("F1 (max F1, test-chosen)"));
  EXPECT_THAT(text, HasSubstr("0.500 (1/2)"));
  EXPECT_THAT(text, HasSubstr("- (0/2)"));
}

TEST(TextGrid, puts_the_interval_behind_the_mean_and_its_sd) {
  EXPECT_EQ(number_text(Measured{.9117, .0121, 9, 10, {}, .8799, .9312}, 3),
            "0.912 ± 0.012 [0.880, 0.931] (9/10)");
  EXPECT_EQ(number_text(Measured{.9117, {}, 1, 1, {}, .8799, .9312}, 2), "0.91 [0.88, 0.93]");
}

TEST(Markdown, escapes_the_brackets_of_an_interval) {
  EXPECT_THAT(to_markdown(awkward_table()), HasSubstr("| 0.333 ± 0.250 \\[0.312, 0.375\\] |"));
}

TEST(Markdown, says_directly_under_the_title_that_the_data_stand_in) {
  EXPECT_THAT(to_markdown(awkward_table()), HasSubstr("&lt;b&gt;\n\n**Stand-in data:** MI stands in"));
}

TEST(Latex, escapes_every_special_character) {
  const std::string text = to_latex(awkward_table());

  EXPECT_THAT(text, HasSubstr("A \\& B: 100\\% of \\$x\\_1\\$ \\textbar{} \\#1 \\{a\\} \\textasciitilde{} "
                              "\\textasciicircum{} \\textbackslash{} \\textless{}b\\textgreater{}"));
  EXPECT_THAT(text, HasSubstr("0.912 $\\pm$ 0.012"));
  EXPECT_THAT(text, HasSubstr("0.333 $\\pm$ 0.250 {[}0.312, 0.375{]} &"));
  EXPECT_TRUE(
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(Latex, balances_braces_environments_and_cells) {
  const std::string text = to_latex(awkward_table());

  EXPECT_EQ(count(text, "{") - count(text, "\\{"), count(text, "}") - count(text, "\\}"));
  EXPECT_EQ(count(text, "\\begin{"), count(text, "\\end{"));
  EXPECT_THAT(text, HasSubstr("\\begin{tabular}{llrr}"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.ends_with(" \\\\")) {
      EXPECT_EQ(count(line, " & "), 3u) << line;
    }
  EXPECT_THAT(text, Not(HasSubstr("\n[")));
}

TEST(Latex, has_each_rule_of_booktabs_once_and_in_its_place) {
  const std::string text = to_latex(awkward_table());

  for (const char* rule : {"\\toprule\n", "\\midrule\n", "\\bottomrule\n"})
    EXPECT_EQ(count(text, rule), 1u) << rule;
  const size_t top = text.find("\\toprule"), middle = text.find("\\midrule"),
               bottom = text.find("\\bottomrule");
  EXPECT_LT(top, text.find("ROC-AUC")) << "the heading stands between the first two";
  EXPECT_LT(text.find("ROC-AUC"), middle);
  EXPECT_LT(middle, text.find("0.912")) << "and the numbers below them";
  EXPECT_LT(text.rfind(" \\\\\n"), bottom) << "no row after the last";
}

TEST(Csv, holds_full_precision_and_quotes_by_rfc_4180) {
  const std::string text = to_csv(awkward_table());

  EXPECT_THAT(
      text,
      StartsWith("table,variant,row,column,metric,class,part,rule,chosen_on,unit,paper_mean,paper_sd,mean,sd,"
                 "interval_low,interval_high,n,expected,missing,stand_in\r\n"));
  EXPECT_THAT(text, HasSubstr("table_1,full,a|b,roc_auc,roc_auc,,validation,,,1,0.912,0.012,0."
                              "3333333333333333,0.25,0.3125,0.375,10,10,,"));
  EXPECT_THAT(text, HasSubstr(",max_f1,test,1,,,0.5,,,,1,2,seed 1: pending,"));
  EXPECT_THAT(text, HasSubstr("\"seed 0: failed, \"\"hang\"\"\",\"MI stands in, for \"\"CTRCD\"\".\"\r\n"));
  EXPECT_EQ(count(text, "\r\n"), 5u);
}

TEST(Terminal, aligns_columns_by_what_is_seen_and_not_by_bytes) {
  const std::string text = to_terminal(awkward_table(), 60);

  std::istringstream lines(text);
  std::vector<std::string> rows;
  for (std::string line; std::getline(lines, line);)
    if (line.find("paper") != std::string::npos || line.find("ours") != std::string::npos)
      rows.push_back(line);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(display_width(rows[0].substr(0, rows[0].find("012") + 3)),
            display_width(rows[1].substr(0, rows[1].find("375]") + 4)));
  EXPECT_EQ(display_width(rows[1]),
            display_width(rows[2]) - display_width("± 0.100") + display_width("(1/2)") + 2);
  EXPECT_THAT(rows[1], HasSubstr("0.333 ± 0.250 [0.312, 0.375]"));
}

TEST(Terminal, wraps_notes_at_the_width) {
  const std::string first(30, 'a'), second(30, 'b');
  Table table = awkward_table();
  table.notes = {first + " " + second};

  EXPECT_THAT(to_terminal(table, 40), HasSubstr("- " + first + "\n  " + second + "\n"));
}

}  // namespace
}  // namespace purkinje::report
