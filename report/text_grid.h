// A table as rows of text, the same for every page: Markdown, LaTeX and the terminal differ in marks only.
#pragma once

#include <string>
#include <vector>

#include "report/table_model.h"

namespace purkinje::report {

struct TextGrid {
  struct Heading {
    std::string first, second;  // "accuracy" and "at 0.5"
    bool number = false;        // numbers stand right, text left
  };
  std::vector<Heading> headings;
  struct Line {
    std::vector<std::string> cells;
    bool starts_row = true;  // the first of the lines of one table row
  };
  std::vector<Line> lines;
};

// Paper's and our numbers of a row in two lines, one under the other; one line where the paper printed
// nothing.
TextGrid lay_out(const Table& table);

// "0.912 ± 0.012", "0.912 ± 0.012 [0.880, 0.931]", "0.912 (1/2)", "- (0/10)"; "" where nothing was asked.
std::string number_text(const Measured& measured, int digits);
std::string number_text(const PaperValue& value, int digits);

}  // namespace purkinje::report
