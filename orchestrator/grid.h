// The grid of an experiment as a list of points. Pure: what a point's settings mean is the caller's business.
//
// A grid is a map and stands for the product of its entries, the first one varying slowest:
//   variants: {name: {title, dotted.path: value, ..., grid: {...}}}   named points, one after the other
//   dotted.path: [values] | {from, to, step | num, scale} | {label: value}   an axis
//   product: / zip: / concat: [grids]                                 combinations of grids
//   when: {dotted.path: value | [values], variant: name}              elsewhere the map's entries do not
//   exist exclude: [{dotted.path: value | [values], variant: name}]         points that are left out
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/config.h"

namespace purkinje::orchestrator {

struct GridSetting {
  std::string path;
  Config value;
};

struct GridPoint {
  std::string name;  // of variants' names and axes' values: "full/learning_rate=0.001"
  std::string title;
  std::vector<GridSetting> settings;  // in the order of the grid; no path twice, none below another
  Place place;                        // of the part that was added last
};

// What the grid asks about the rest of the experiment.
struct GridWorld {
  // Whether a dotted path is one that can be set.
  std::function<bool(const std::string& path)> known;
  // Paths to name where one is misspelt.
  std::vector<std::string> paths;
  // The value a path has at a point which does not set it itself (null where it has none); for `when` and
  // `exclude`.
  std::function<Json(const std::vector<GridSetting>& settings, const std::string& path)> value;
};

// All points in order; one point named "base" where there is no grid. Everything wrong is in `problems`:
// unknown paths (with the nearest), a path set twice, zips of unequal length, conditions that never hold,
// points with the same name.
std::vector<GridPoint> expand_grid(const Config* grid, const GridWorld& world, Problems& problems);

}  // namespace purkinje::orchestrator
