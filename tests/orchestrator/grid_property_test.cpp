// Properties of grid expansion that hold for every grid.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "orchestrator/grid.h"

namespace purkinje::orchestrator {
namespace {

GridWorld open_world() {
  GridWorld world;
  world.known = [](const std::string& path) { return path.starts_with("model.x"); };
  world.value = [](const auto&, const auto&) { return Json(); };
  return world;
}

std::vector<GridPoint> expand(const Json& grid, Problems& problems) {
  const auto config = Config::from_json(grid, {"grid", 0, ""});
  return expand_grid(&config, open_world(), problems);
}

// Between 1 and 4 axes of 1 to 5 values.
std::vector<int> any_sizes() {
  const auto axes = *rc::gen::inRange<size_t>(1, 5);
  return *rc::gen::container<std::vector<int>>(axes, rc::gen::inRange(1, 6));
}

Json axes(const std::vector<int>& lengths) {
  Json grid = Json::object();
  for (size_t a = 0; a < lengths.size(); ++a)
    for (int v = 0; v < lengths[a]; ++v) grid["model.x" + std::to_string(a)].push_back(v);
  return grid;
}

int value_of(const GridPoint& point, const std::string& path) {
  for (const auto& setting : point.settings)
    if (setting.path == path) return setting.value.to_json().get<int>();
  return -1;
}

RC_GTEST_PROP(GridProperty, a_product_has_every_combination_exactly_once, ()) {
  const auto lengths = any_sizes();
  size_t product = 1;
  for (const int n : lengths) product *= static_cast<size_t>(n);
  Problems problems;

  const auto points = expand(axes(lengths), problems);

  std::set<std::string> names;
  for (const auto& point : points) names.insert(point.name);
  RC_ASSERT(problems.empty());
  RC_ASSERT(points.size() == product);
  RC_ASSERT(names.size() == product);
  for (const auto& point : points) RC_ASSERT(point.settings.size() == lengths.size());
}

RC_GTEST_PROP(GridProperty, exclude_removes_exactly_what_matches_and_keeps_the_order, ()) {
  auto lengths = any_sizes();
  ++lengths[0];  // so that something is left
  const int value = *rc::gen::inRange(0, lengths[0]);
  auto grid = axes(lengths);
  Problems problems;
  std::vector<std::string> expected;
  for (const auto& point : expand(grid, problems))
    if (value_of(point, "model.x0") != value) expected.push_back(point.name);
  grid["exclude"] = Json::array({{{"model.x0", value}}});

  const auto points = expand(grid, problems);

  std::vector<std::string> names;
  for (const auto& point : points) names.push_back(point.name);
  RC_ASSERT(problems.empty());
  RC_ASSERT(names == expected);
}

RC_GTEST_PROP(GridProperty, a_condition_multiplies_only_the_points_it_holds_for, ()) {
  const int n = *rc::gen::inRange(1, 6), m = *rc::gen::inRange(1, 6), value = *rc::gen::inRange(0, n);
  auto grid = axes({n});
  Json inner{{"when", {{"model.x0", value}}}};
  for (int i = 0; i < m; ++i) inner["model.x9"].push_back(i);
  grid["product"] = Json::array({inner});
  Problems problems;

  const auto points = expand(grid, problems);

  RC_ASSERT(problems.empty());
  RC_ASSERT(points.size() == static_cast<size_t>(n - 1 + m));
  for (const auto& point : points)
    RC_ASSERT((value_of(point, "model.x9") >= 0) == (value_of(point, "model.x0") == value));
}

RC_GTEST_PROP(GridProperty, a_zip_pairs_values_by_position, ()) {
  const int n = *rc::gen::inRange(1, 8);
  Problems problems;

  const auto points = expand({{"zip", axes({n, n})}}, problems);

  RC_ASSERT(points.size() == static_cast<size_t>(n));
  for (int i = 0; i < n; ++i) {
    RC_ASSERT(value_of(points[static_cast<size_t>(i)], "model.x0") == i);
    RC_ASSERT(value_of(points[static_cast<size_t>(i)], "model.x1") == i);
  }
}

RC_GTEST_PROP(GridProperty, concatenation_is_as_long_as_its_parts_together, ()) {
  const int n = *rc::gen::inRange(1, 8), m = *rc::gen::inRange(1, 8);
  Json parts = Json::array();
  for (int i = 0; i < n; ++i) parts[0]["model.x0"].push_back(i);
  for (int i = 0; i < m; ++i) parts[1]["model.x1"].push_back(i);
  Problems problems;

  const auto points = expand({{"concat", parts}}, problems);

  RC_ASSERT(problems.empty());
  RC_ASSERT(points.size() == static_cast<size_t>(n + m));
}

RC_GTEST_PROP(GridProperty, another_value_on_an_axis_changes_no_name_and_no_order_of_the_others, ()) {
  auto lengths = any_sizes();
  const auto longer_axis = static_cast<size_t>(*rc::gen::inRange(0, static_cast<int>(lengths.size())));
  Problems problems;
  std::vector<std::string> before, after;
  for (const auto& point : expand(axes(lengths), problems)) before.push_back(point.name);
  const int added = lengths[longer_axis]++;

  for (const auto& point : expand(axes(lengths), problems))
    if (value_of(point, "model.x" + std::to_string(longer_axis)) != added) after.push_back(point.name);

  RC_ASSERT(before == after);
}

}  // namespace
}  // namespace purkinje::orchestrator
