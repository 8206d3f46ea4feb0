// Which turning point is the P (or T) wave of each beat: the steepest one, in doubt the one that lies where
// the neighbouring beats have theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "data/delineation/derivative.h"

namespace purkinje::data {

struct TurnRule {
  double weaker = 0.5;    // share of the weaker slope in a score
  int64_t tolerance = 0;  // samples around the neighbours' median that agree with it
  double preference = 1;  // the agreeing turn is taken from this part of the best score
  double majority = 0.6;  // so many of the neighbours must agree among each other
};

struct ChosenTurn {
  Turn turn;
  std::optional<Turn> next;  // the turning point after it
  bool regular = false;      // a majority of the neighbours agree among each other,
  bool agrees = false;       // and this beat with them
};

// One choice a beat from its turning points, counted from the beat's origin; nothing where there are none.
// Neighbours are the eight beats before and after.
std::vector<std::optional<ChosenTurn>> choose_turns(const std::vector<std::vector<Turn>>& turns,
                                                    std::span<const int64_t> origins, const TurnRule& rule);

}  // namespace purkinje::data
