// The names of tasks, links and threshold rules, as they stand in YAML and in the database.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <stdexcept>

#include "metrics/evaluation.h"

namespace purkinje::metrics {
namespace {

using Kind = ThresholdRule::Kind;

struct KindName {
  Kind kind;
  const char* name;
  bool has_parameter;
};

constexpr KindName kKindNames[] = {
    {Kind::fixed, "fixed", true},
    {Kind::max_f1, "max_f1", false},
    {Kind::youden, "youden", false},
    {Kind::sensitivity_at_specificity, "sensitivity_at_specificity", true},
    {Kind::specificity_at_sensitivity, "specificity_at_sensitivity", true},
};

[[noreturn]] void unknown_rule(const std::string& name) {
  throw std::invalid_argument(
      fmt::format("'{}' is not a threshold rule; known: fixed_0.5 (any number), max_f1, youden, "
                  "sensitivity_at_specificity_0.9 and specificity_at_sensitivity_0.9 (any share from 0 to 1)",
                  name));
}

double parse_parameter(Kind kind, const std::string& text, const std::string& name) {
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(value)) unknown_rule(name);
  if (kind != Kind::fixed && (value < 0 || value > 1)) unknown_rule(name);
  return value;
}

}  // namespace

std::string to_string(const ThresholdRule& rule) {
  for (const auto& known : kKindNames)
    if (known.kind == rule.kind)
      return known.has_parameter ? fmt::format("{}_{}", known.name, rule.parameter) : known.name;
  throw std::invalid_argument("a threshold rule of no known kind");
}

ThresholdRule parse_threshold_rule(const std::string& name) {
  for (const auto& known : kKindNames) {
    const std::string prefix = known.has_parameter ? std::string(known.name) + "_" : known.name;
    if (!known.has_parameter && name == prefix) return {known.kind};
    if (known.has_parameter && name.starts_with(prefix))
      return {known.kind, parse_parameter(known.kind, name.substr(prefix.size()), name)};
  }
  unknown_rule(name);
}

std::string to_string(Link link) {
  switch (link) {
    case Link::identity:
      return "identity";
    case Link::sigmoid:
      return "sigmoid";
    case Link::softmax:
      return "softmax";
  }
  throw std::invalid_argument("a link of no known kind");
}

Link parse_link(const std::string& name) {
  for (const Link link : {Link::identity, Link::sigmoid, Link::softmax})
    if (to_string(link) == name) return link;
  throw std::invalid_argument(fmt::format("'{}' is not a link; known: identity, sigmoid, softmax", name));
}

std::string to_string(Task task) {
  switch (task) {
    case Task::binary:
      return "binary";
    case Task::multi_label:
      return "multi_label";
    case Task::multi_class:
      return "multi_class";
  }
  throw std::invalid_argument("a task of no known kind");
}

Task parse_task(const std::string& name) {
  for (const Task task : {Task::binary, Task::multi_label, Task::multi_class})
    if (to_string(task) == name) return task;
  throw std::invalid_argument(
      fmt::format("'{}' is not a task; known: binary, multi_label, multi_class", name));
}

}  // namespace purkinje::metrics
