#include "orchestrator/grid_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/options.h"

namespace purkinje::orchestrator {
namespace {

constexpr int64_t kMostValues = 10'000;

const OptionTable& range_options() {
  static const OptionTable kTable{
      {.name = "from", .kind = OptionKind::real, .default_value = nullptr, .help = "first value"},
      {.name = "to", .kind = OptionKind::real, .default_value = nullptr, .help = "last value"},
      {.name = "scale",
       .kind = OptionKind::text,
       .default_value = "linear",
       .help = "spacing",
       .choices = {"linear", "log"}},
      {.name = "step",
       .kind = OptionKind::real,
       .default_value = nullptr,
       .help = "distance",
       .optional = true,
       .when = "scale=linear"},
      {.name = "num",
       .kind = OptionKind::integer,
       .default_value = nullptr,
       .help = "how many",
       .min = 2,
       .optional = true},
  };
  return kTable;
}

double rounded(double value) {
  return std::strtod(fmt::format("{:.12g}", value).c_str(), nullptr);
}

bool whole(double value) {
  return value == std::floor(value) && std::abs(value) < 9e15;
}

std::vector<Json> spaced(double from, double to, int64_t count, double step, bool as_integers) {
  std::vector<Json> values;
  for (int64_t i = 0; i < count; ++i) {
    const double value = rounded(i + 1 == count && step == 0 ? to : from + static_cast<double>(i) * step);
    values.push_back(as_integers ? Json(static_cast<int64_t>(value)) : Json(value));
  }
  return values;
}

}  // namespace

std::vector<Json> read_range(const Config& range, Problems& problems) {
  Problems wrong;
  const Json given = resolve_options(range_options(), &range, range.place(), wrong);
  for (const auto& line : wrong.lines()) problems.add({}, line);
  if (!wrong.empty()) return {};
  const double from = given["from"], to = given["to"];
  const bool has_step = !given["step"].is_null(), has_num = !given["num"].is_null();
  const auto refuse = [&](const std::string& message) {
    problems.add(range.place(), message);
    return std::vector<Json>{};
  };
  if (given["scale"] == "log") {
    if (!has_num) return refuse("a range with `scale: log` needs `num`");
    if (from <= 0 || to <= 0) return refuse("both ends of a range with `scale: log` must be above 0");
    const auto count = given["num"].get<int64_t>();
    if (count > kMostValues) return refuse(fmt::format("{} values are too many for an axis", count));
    std::vector<Json> values;
    for (int64_t i = 0; i < count; ++i) {
      const double value =
          rounded(from * std::pow(to / from, static_cast<double>(i) / static_cast<double>(count - 1)));
      values.push_back(whole(value) && whole(from) && whole(to) ? Json(static_cast<int64_t>(value))
                                                                : Json(value));
    }
    return values;
  }
  if (has_step && has_num) return refuse("a range has either `step` or `num`, not both");
  if (has_num) {
    const auto count = given["num"].get<int64_t>();
    if (count > kMostValues) return refuse(fmt::format("{} values are too many for an axis", count));
    const double step = (to - from) / static_cast<double>(count - 1);
    return spaced(from, to, count, step, whole(from) && whole(rounded(step)));
  }
  if (!has_step && !(whole(from) && whole(to)))
    return refuse("a range between numbers that are not whole needs `step` or `num`");
  const double step = has_step ? given["step"].get<double>() : (to < from ? -1.0 : 1.0);
  if (step == 0 || (to - from) / step < 0)
    return refuse("this range has no values: `step` leads away from `to`");
  const double steps = std::floor((to - from) / step + 1e-9);
  if (steps >= static_cast<double>(kMostValues))
    return refuse(fmt::format("{:.0f} values are too many for an axis", steps + 1));
  return spaced(from, to, static_cast<int64_t>(steps) + 1, step, whole(from) && whole(step));
}

std::string value_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string text;
    for (const auto& item : value) text += (text.empty() ? "" : "-") + value_text(item);
    return text.empty() ? "none" : text;
  }
  if (value.is_number_float()) return fmt::format("{}", value.get<double>());
  return value.is_null() ? "none" : value.dump();
}

std::vector<AxisValue> read_axis(const Config& axis, Problems& problems) {
  std::vector<AxisValue> values;
  if (axis.is_list()) {
    for (const auto& item : axis.items()) values.push_back({value_text(item.to_json()), item});
  } else if (axis.is_map() && axis.find("from")) {
    for (const auto& value : read_range(axis, problems))
      values.push_back({value_text(value), Config::from_json(value, axis.place())});
    return values;
  } else if (axis.is_map()) {
    for (const auto& [label, value] : axis.entries()) values.push_back({label, value});
  } else {
    problems.add(
        axis.place(),
        "an axis is a list of values, a range {from, to, step or num}, or a map from label to value");
    return values;
  }
  if (values.empty()) problems.add(axis.place(), "this axis has no values");
  for (size_t i = 0; i < values.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (values[i].value.to_json() == values[j].value.to_json())
        problems.add(values[i].value.place(),
                     fmt::format("the value {} stands twice on this axis", values[i].label));
  return values;
}

std::vector<uint64_t> read_seeds(const Config& node, Problems& problems) {
  std::vector<Json> values;
  if (node.is_list()) {
    for (const auto& item : node.items()) values.push_back(item.to_json());
  } else if (node.is_map()) {
    values = read_range(node, problems);
    if (values.empty()) return {};
  } else {
    problems.add(node.place(), "seeds are a list of whole numbers or a range {from, to}");
    return {};
  }
  std::vector<uint64_t> seeds;
  for (const auto& value : values) {
    if (!value.is_number_integer() || value.get<int64_t>() < 0)
      problems.add(node.place(),
                   fmt::format("{} is not a seed: a whole number from 0 on is expected", value.dump()));
    else if (std::find(seeds.begin(), seeds.end(), value.get<uint64_t>()) != seeds.end())
      problems.add(node.place(), fmt::format("the seed {} stands twice", value.dump()));
    else
      seeds.push_back(value.get<uint64_t>());
  }
  if (values.empty()) problems.add(node.place(), "at least one seed is needed");
  return seeds;
}

}  // namespace purkinje::orchestrator
