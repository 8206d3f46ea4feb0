// Lists of names: classes, columns, codes, records.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace purkinje {

// Where the name stands first.
inline std::optional<size_t> position_of(std::string_view name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<size_t>(found - names.begin()));
}

inline bool contains(const std::vector<std::string>& names, std::string_view name) {
  return position_of(name, names).has_value();
}

// Whether the pattern is the name, or its beginning and a *.
inline bool fits(std::string_view name, std::string_view pattern) {
  return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

inline void add_once(std::vector<std::string>& names, const std::string& name) {
  if (!contains(names, name)) names.push_back(name);
}

}  // namespace purkinje
