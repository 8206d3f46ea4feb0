// What an experiment's `report.figures` asks for: which stored examples are drawn, and with which weights.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/config.h"

namespace purkinje::report {

// Example traces: the prepared signal, before training-part scaling and weights of waves, and below it what
// explains the network's answer.
struct FigureSpec {
  std::string name, title;
  std::string kind = "traces";
  std::string variant;
  std::vector<std::string> stages = {"train"};  // a colour strip each
  std::string weights = "attention";            // attention, track, grad_cam: as the database calls them
  std::string class_name = {};                  // examples of this class; empty: of any
  bool positive = true;                         // or, of a class, those that have it not
  std::vector<std::string> leads = {};          // empty: all
  int count = 1;                                // how many examples
};

// Everything wrong goes to `problems`: unknown keys, kinds and variants, two stages of one name.
std::vector<FigureSpec> read_figures(const Config& figures, const std::vector<std::string>& variant_names,
                                     Problems& problems);

nlohmann::json to_json(const FigureSpec& figure);
// Throws nlohmann's exceptions where the stored form is another.
FigureSpec figure_from_json(const nlohmann::json& json);

}  // namespace purkinje::report
