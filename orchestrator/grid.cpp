#include "orchestrator/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/names.h"
#include "orchestrator/grid_conditions.h"
#include "orchestrator/grid_values.h"

namespace purkinje::orchestrator {
namespace {

constexpr size_t kMostPoints = 100'000;

// How a part of a point is shown in its name: a variant's name, or a path and the label of its value.
struct Label {
  std::string path;  // empty for a named variant
  std::string text;
  std::string title;
};

struct Partial {
  GridPoint point;
  std::vector<Label> labels;

  VariantNames variants() const {
    VariantNames names;
    for (const auto& label : labels)
      if (label.path.empty()) names.push_back(label.text);
    return names;
  }
};

using Partials = std::vector<Partial>;

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('.') + 1);
}

bool overlap(const std::string& a, const std::string& b) {
  const auto& shorter = a.size() < b.size() ? a : b;
  const auto& longer = a.size() < b.size() ? b : a;
  return longer == shorter || longer.starts_with(shorter + ".");
}

class Expander {
 public:
  Expander(const GridWorld& world, Problems& problems)
      : world_(world), problems_(problems), whens_(world, problems), excludes_(world, problems) {}

  Partials run(const Config& grid) {
    auto points = expand(grid, Partial{});
    whens_.report_those_that_never_held("this condition holds for no point of the grid");
    excludes_.report_those_that_never_held("this excludes no point of the grid");
    return points;
  }

 private:
  // Every extension of `context` by the grid below `node`.
  Partials expand(const Config& node, const Partial& context) {
    if (!node.is_map()) {
      refuse(
          node.place(),
          "a grid is a map: variants, dotted paths with their values, product, zip, concat, when, exclude");
      return {context};
    }
    if (const auto* when = node.find("when"); when && !whens_.holds(*when, context.point, context.variants()))
      return {context};
    Partials points{context};
    for (const auto& [key, entry] : node.entries()) {
      if (key == "when" || key == "exclude") continue;
      Partials longer;
      for (const auto& point : points)
        for (auto& extended : expand_entry(key, entry, point)) {
          if (longer.size() >= kMostPoints) {
            refuse(entry.place(), fmt::format("the grid has more than {} points", kMostPoints));
            return {context};
          }
          longer.push_back(std::move(extended));
        }
      points = std::move(longer);
    }
    if (const auto* exclude = node.find("exclude")) remove(*exclude, points);
    return points;
  }

  Partials expand_entry(const std::string& key, const Config& entry, const Partial& context) {
    if (key == "variants") return named_variants(entry, context);
    if (key == "product") return product(entry, context);
    if (key == "concat") return concat(entry, context);
    if (key == "zip") return zip(entry, context);
    return axis(key, entry, context);
  }

  Partials axis(const std::string& path, const Config& values, const Partial& context) {
    if (!known(path, values.place(), true)) return {context};
    Problems wrong;
    Partials points;
    for (const auto& value : read_axis(values, wrong)) {
      auto next = context;
      add(next, {path, value.value});
      next.point.place = value.value.place();
      auto words = last_part(path);
      std::replace(words.begin(), words.end(), '_', ' ');
      next.labels.push_back({path, value.label, words + " " + value.label});
      points.push_back(std::move(next));
    }
    for (const auto& line : wrong.lines()) refuse({}, line);
    return wrong.empty() ? points : Partials{context};
  }

  Partials named_variants(const Config& variants, const Partial& context) {
    if (!variants.is_map() || variants.entries().empty()) {
      refuse(variants.place(), "variants are a map from name to settings");
      return {context};
    }
    Partials points;
    for (const auto& [name, body] : variants.entries()) {
      check_plain_name(name, "a variant", body.place(), problems_);
      auto next = context;
      next.point.place = body.place();
      const auto* title = body.find("title");
      if (title && !title->is_scalar()) refuse(title->place(), "text expected, one line");
      next.labels.push_back({"", name, title && title->is_scalar() ? title->scalar() : name});
      if (body.is_map()) {
        for (const auto& [key, value] : body.entries())
          if (key != "title" && key != "grid") add_flat(next, key, value);
      } else if (!body.is_null()) {
        refuse(body.place(), "the settings of a variant are a map");
      }
      const auto* inner = body.find("grid");
      if (!inner) {
        points.push_back(std::move(next));
        continue;
      }
      for (auto& extended : expand(*inner, next)) points.push_back(std::move(extended));
    }
    return points;
  }

  // Maps are taken apart, so that a variant can be written with dotted paths or with nested maps.
  void add_flat(Partial& partial, const std::string& path, const Config& value) {
    if (value.is_map() && !value.entries().empty()) {
      for (const auto& [key, below] : value.entries()) add_flat(partial, path + "." + key, below);
      return;
    }
    if (known(path, value.place(), false)) add(partial, {path, value});
  }

  Partials product(const Config& parts, const Partial& context) {
    Partials points{context};
    for (const auto& part : parts_of(parts, "product")) {
      Partials longer;
      for (const auto& point : points)
        for (auto& extended : expand(part, point)) longer.push_back(std::move(extended));
      points = std::move(longer);
    }
    return points;
  }

  Partials concat(const Config& parts, const Partial& context) {
    Partials points;
    for (const auto& part : parts_of(parts, "concat"))
      for (auto& extended : expand(part, context)) points.push_back(std::move(extended));
    return points;
  }

  Partials zip(const Config& parts, const Partial& context) {
    Partials points;
    bool first = true;
    for (const auto& part : parts_of(parts, "zip")) {
      auto column = expand(part, context);
      if (first) points = Partials(column.size(), context);
      first = false;
      if (column.size() != points.size()) {
        refuse(part.node->place(), fmt::format("a zip needs parts of equal length: {} here, {} before",
                                               column.size(), points.size()));
        return {context};
      }
      for (size_t i = 0; i < column.size(); ++i) join(points[i], column[i], context);
    }
    return points;
  }

  // Adds to `target` what `source` has beyond their common beginning.
  void join(Partial& target, const Partial& source, const Partial& common) {
    for (size_t i = common.point.settings.size(); i < source.point.settings.size(); ++i)
      add(target, source.point.settings[i]);
    for (size_t i = common.labels.size(); i < source.labels.size(); ++i)
      target.labels.push_back(source.labels[i]);
    target.point.place = source.point.place;
  }

  // One part of a combination: a grid, or one entry of a map of axes.
  struct Part {
    std::string key;  // empty: a grid
    const Config* node;
  };

  Partials expand(const Part& part, const Partial& context) {
    return part.key.empty() ? expand(*part.node, context) : expand_entry(part.key, *part.node, context);
  }

  std::vector<Part> parts_of(const Config& node, const std::string& what) {
    std::vector<Part> parts;
    for (const auto& item : node.items()) parts.push_back({"", &item});
    for (const auto& [key, entry] : node.entries()) parts.push_back({key, &entry});
    if (parts.empty()) refuse(node.place(), fmt::format("{} needs a list of grids or a map of axes", what));
    return parts;
  }

  void remove(const Config& exclude, Partials& points) {
    if (!exclude.is_list()) {
      refuse(exclude.place(), "exclude is a list of conditions");
      return;
    }
    std::erase_if(points, [&](const Partial& partial) {
      bool out = false;  // every condition is asked, so that each is known to hold somewhere
      for (const auto& condition : exclude.items())
        out = excludes_.holds(condition, partial.point, partial.variants()) || out;
      return out;
    });
  }

  void add(Partial& partial, GridSetting setting) {
    for (const auto& other : partial.point.settings)
      if (overlap(other.path, setting.path)) {
        refuse(setting.value.place(),
               fmt::format("'{}' is set here and by '{}' in line {} for the same point", setting.path,
                           other.path, other.value.place().line));
        return;
      }
    partial.point.settings.push_back(std::move(setting));
  }

  bool known(const std::string& path, const Place& place, bool may_be_keyword) {
    if (world_.known(path)) return true;
    auto names = world_.paths;
    if (may_be_keyword)
      names.insert(names.end(), {"variants", "product", "zip", "concat", "when", "exclude"});
    refuse(place, fmt::format("there is no '{}' to vary{}", path, suggestion(path, names)));
    return false;
  }

  void refuse(const Place& place, const std::string& message) {
    if (said_.insert(InputError(place, message).what()).second) problems_.add(place, message);
  }

  const GridWorld& world_;
  Problems& problems_;
  GridConditions whens_, excludes_;
  std::set<std::string> said_;
};

// Names use the last part of a path; where two paths of the grid share it, the whole path.
void name_points(Partials& points) {
  std::map<std::string, std::set<std::string>> paths_by_last;
  for (const auto& partial : points)
    for (const auto& label : partial.labels) paths_by_last[last_part(label.path)].insert(label.path);
  for (auto& partial : points) {
    auto& point = partial.point;
    for (const auto& label : partial.labels) {
      const auto last = last_part(label.path);
      const auto shown = paths_by_last[last].size() > 1 ? label.path : last;
      point.name +=
          (point.name.empty() ? "" : "/") + (label.path.empty() ? label.text : shown + "=" + label.text);
      point.title += (point.title.empty() ? "" : ", ") + label.title;
    }
    if (point.name.empty()) point.name = "base";
  }
}

}  // namespace

std::vector<GridPoint> expand_grid(const Config* grid, const GridWorld& world, Problems& problems) {
  Partials partials{Partial{}};
  if (grid && !grid->is_null()) {
    partials = Expander(world, problems).run(*grid);
    if (partials.empty()) problems.add(grid->place(), "nothing is left of this grid");
  }
  name_points(partials);
  std::vector<GridPoint> points;
  std::map<std::string, Place> places;
  for (auto& partial : partials) {
    const auto [found, is_new] = places.try_emplace(partial.point.name, partial.point.place);
    if (!is_new)
      problems.add(partial.point.place, fmt::format("the name '{}' is taken by the point of line {}",
                                                    partial.point.name, found->second.line));
    points.push_back(std::move(partial.point));
  }
  return points;
}

}  // namespace purkinje::orchestrator
