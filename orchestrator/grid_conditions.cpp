#include "orchestrator/grid_conditions.h"

#include <fmt/format.h>

#include <algorithm>

namespace purkinje::orchestrator {
namespace {

bool equals_one_of(const Json& actual, const Json& expected) {
  if (actual == expected) return true;
  return expected.is_array() && std::find(expected.begin(), expected.end(), actual) != expected.end();
}

}  // namespace

bool GridConditions::check(const Config& condition) {
  if (!condition.is_map() || condition.entries().empty()) {
    problems_.add(condition.place(),
                  "a condition is a map from dotted path to the value (or values) that it must have");
    return false;
  }
  bool fine = true;
  for (const auto& [path, value] : condition.entries()) {
    if (path == "variant" || world_.known(path)) continue;
    problems_.add(value.place(),
                  fmt::format("there is no '{}' to compare with{}", path, suggestion(path, world_.paths)));
    fine = false;
  }
  return fine;
}

bool GridConditions::holds(const Config& condition, const GridPoint& point, const VariantNames& variants) {
  auto [found, is_new] = seen_.try_emplace(&condition, Seen{condition.place()});
  if (is_new) found->second.wrong = !check(condition);
  if (found->second.wrong) return false;
  for (const auto& [path, expected] : condition.entries()) {
    const Json wanted = expected.to_json();
    if (path == "variant") {
      const bool any = std::any_of(variants.begin(), variants.end(),
                                   [&](const auto& name) { return equals_one_of(name, wanted); });
      if (!any) return false;
      continue;
    }
    const auto own = std::find_if(point.settings.begin(), point.settings.end(),
                                  [&, &path = path](const auto& setting) { return setting.path == path; });
    const Json actual =
        own != point.settings.end() ? own->value.to_json() : world_.value(point.settings, path);
    if (!equals_one_of(actual, wanted)) return false;
  }
  found->second.held = true;
  return true;
}

void GridConditions::report_those_that_never_held(const std::string& what_they_do) {
  for (const auto& [condition, seen] : seen_)
    if (!seen.held && !seen.wrong) problems_.add(seen.place, what_they_do);
}

}  // namespace purkinje::orchestrator
