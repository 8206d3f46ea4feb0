// A figure of stored examples: the prepared signal on a grid, before training-part scaling and weights of
// waves, what explains the network's answer as a colour strip below, and in words which record it is and what
// the network said.
#pragma once

#include <string>

#include "db/reader.h"
#include "report/figure_spec.h"

namespace purkinje::report {

struct Figure {
  std::string name, title;
  std::string svg;      // empty where there is nothing to draw
  std::string caption;  // or why there is nothing
};

// The first `count` examples of the variant that have the weights of every stage, by seed and then in the
// order of the data set. Throws InputError where the database cannot be read; whatever the figure asks for
// that is not stored is said in its caption.
Figure draw_traces(const FigureSpec& spec, const db::Reader& reader, const db::Reader::Revision& revision);

}  // namespace purkinje::report
