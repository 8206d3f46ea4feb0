#include "base/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace purkinje {
namespace {

std::vector<std::string> names_of(const OptionTable& table) {
  std::vector<std::string> names;
  for (const auto& option : table) names.push_back(option.name);
  return names;
}

// 2^53: whole numbers beyond it are not exact as reals, so that 1e300 is no whole number that anyone means.
constexpr double kLargestWhole = 9007199254740992.0;

bool is_whole(double number) {
  return std::abs(number) <= kLargestWhole && number == std::trunc(number);
}

// What text was written, not what it would be as a number: a record named 00100 keeps its zeros.
Json value_of(const Config& given, OptionKind kind) {
  Json value = given.to_json();
  if (kind == OptionKind::text && given.is_scalar() && !value.is_null()) return given.scalar();
  return value;
}

// A value in the declared type (an integer given for a real becomes a real), or nothing where it is of
// another type.
std::optional<Json> scalar_as(OptionKind kind, const Json& value) {
  switch (kind) {
    case OptionKind::boolean:
      if (value.is_boolean()) return value;
      break;
    case OptionKind::integer:
      if (value.is_number_integer()) return Json(value.get<int64_t>());
      if (value.is_number_float() && is_whole(value.get<double>()))
        return Json(static_cast<int64_t>(value.get<double>()));
      break;
    case OptionKind::real:
      if (value.is_number()) return Json(value.get<double>() + 0.0);  // -0.0 becomes 0.0
      break;
    case OptionKind::text:
      if (value.is_string()) return value;
      break;
    default:
      return value;
  }
  return std::nullopt;
}

std::optional<OptionKind> element_kind(OptionKind kind) {
  if (kind == OptionKind::integers) return OptionKind::integer;
  if (kind == OptionKind::reals) return OptionKind::real;
  if (kind == OptionKind::texts) return OptionKind::text;
  return std::nullopt;
}

void check_value(const Option& option, const Json& value, const Place& place, Problems& problems) {
  if (value.is_string() && !option.choices.empty()) {
    const auto text = value.get<std::string>();
    if (std::find(option.choices.begin(), option.choices.end(), text) == option.choices.end())
      problems.add(
          place,
          fmt::format("'{}' is not one of {}{}", text, fmt::join(option.choices, ", "),
                      nearest_name(text, option.choices).empty() ? "" : suggestion(text, option.choices)));
  }
  if (value.is_number()) {
    const double number = value.get<double>();
    if (option.min && number < *option.min)
      problems.add(place,
                   fmt::format("{} is below the smallest allowed value {}", value.dump(), *option.min));
    if (option.max && number > *option.max)
      problems.add(place, fmt::format("{} is above the largest allowed value {}", value.dump(), *option.max));
  }
}

std::optional<Json> read_value(const Option& option, const Config& given, Problems& problems) {
  const auto element = element_kind(option.kind);
  const Json value = value_of(given, option.kind);
  if (value.is_null()) {
    if (!option.optional)
      problems.add(given.place(), fmt::format("has no value; {} expected", to_string(option.kind)));
    return std::nullopt;
  }
  if (!element) {
    auto typed = scalar_as(option.kind, value);
    if (!typed) {
      problems.add(given.place(), fmt::format("{} expected, not {}", to_string(option.kind), value.dump()));
      return std::nullopt;
    }
    check_value(option, *typed, given.place(), problems);
    return typed;
  }
  if (!value.is_array()) {
    problems.add(given.place(), fmt::format("{} expected, not {}", to_string(option.kind), value.dump()));
    return std::nullopt;
  }
  Json list = Json::array();
  for (size_t i = 0; i < value.size(); ++i) {
    const auto& place = given.items()[i].place();
    auto typed = scalar_as(*element, value_of(given.items()[i], *element));
    if (!typed) {
      problems.add(place, fmt::format("{} expected, not {}", to_string(*element), value[i].dump()));
      continue;
    }
    check_value(option, *typed, place, problems);
    list.push_back(*typed);
  }
  return list;
}

// "readout=attention|mean" against the values resolved so far.
bool is_active(const Option& option, const Json& resolved) {
  if (option.when.empty()) return true;
  const auto equals = option.when.find('=');
  const auto value = resolved.value(option.when.substr(0, equals), Json());
  const auto text = value.is_string() ? value.get<std::string>() : value.dump();
  std::string rest = option.when.substr(equals + 1);
  for (size_t start = 0; start <= rest.size();) {
    const auto bar = std::min(rest.find('|', start), rest.size());
    if (rest.substr(start, bar - start) == text) return true;
    start = bar + 1;
  }
  return false;
}

}  // namespace

Json resolve_options(const OptionTable& table, const Config* given, const Place& where, Problems& problems) {
  Json out = Json::object();
  if (given && !given->is_map() && !given->is_null()) {
    problems.add(given->place(), "a map of options is expected here");
    given = nullptr;
  }
  if (given) {
    const auto names = names_of(table);
    for (const auto& [name, value] : given->entries())
      if (std::find(names.begin(), names.end(), name) == names.end())
        problems.add(value.place(), fmt::format("unknown key '{}'{}", name, suggestion(name, names)));
  }
  for (const auto& option : table) {
    const Config* value = given ? given->find(option.name) : nullptr;
    if (!is_active(option, out)) {
      if (value && !value->is_null())
        problems.add(value->place(), fmt::format("has a meaning only with {}", option.when));
      out[option.name] = nullptr;
      continue;
    }
    out[option.name] = option.default_value;
    if (value) {
      if (auto typed = read_value(option, *value, problems)) out[option.name] = *typed;
    } else if (option.default_value.is_null() && !option.optional) {
      Place place = given ? given->place() : where;
      problems.add(place,
                   fmt::format("'{}' is missing ({}: {})", option.name, to_string(option.kind), option.help));
    }
  }
  return out;
}

Json canonical_options(const OptionTable& table, const Json& resolved) {
  Json out = Json::object();
  for (const auto& option : table) {
    const auto value = resolved.value(option.name, Json());
    if (value.is_null() || value == option.default_value) continue;
    out[option.name] = value;
  }
  return out;
}

Json option_of(const OptionTable& table, const Json& given, const std::string& name) {
  const auto found = given.find(name);
  if (found != given.end() && !found->is_null()) return *found;
  for (const auto& option : table)
    if (option.name == name) return option.default_value;
  return nullptr;
}

std::string to_string(OptionKind kind) {
  switch (kind) {
    case OptionKind::boolean:
      return "true or false";
    case OptionKind::integer:
      return "a whole number";
    case OptionKind::real:
      return "a number";
    case OptionKind::text:
      return "text";
    case OptionKind::integers:
      return "a list of whole numbers";
    case OptionKind::reals:
      return "a list of numbers";
    case OptionKind::texts:
      return "a list of texts";
    case OptionKind::any:
      return "a value";
  }
  return "a value";
}

}  // namespace purkinje
