// Conditions of a grid: `when` and `exclude`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orchestrator/grid.h"

namespace purkinje::orchestrator {

// Which variants' names a point was made of, for conditions on `variant`.
using VariantNames = std::vector<std::string>;

// Checks conditions and remembers which ever held, so that one that never does is reported instead of
// ignored.
class GridConditions {
 public:
  GridConditions(const GridWorld& world, Problems& problems) : world_(world), problems_(problems) {}

  // Whether every entry of the map `condition` holds at this point.
  bool holds(const Config& condition, const GridPoint& point, const VariantNames& variants);
  void report_those_that_never_held(const std::string& what_they_do);

 private:
  struct Seen {
    Place place;
    bool held = false;
    bool wrong = false;
  };
  bool check(const Config& condition);

  const GridWorld& world_;
  Problems& problems_;
  std::map<const Config*, Seen> seen_;
};

}  // namespace purkinje::orchestrator
