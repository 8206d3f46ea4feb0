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

inline void add_once(std::vector<std::string>& names, const std::string& name) {
  if (!contains(names, name)) names.push_back(name);
}

}  // namespace purkinje
