#include "base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace purkinje {
namespace {

// Levenshtein distance with insertions, deletions, substitutions of cost 1.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
    }
  }
  return row[b.size()];
}

constexpr size_t kListableNames = 12;

}  // namespace

std::string to_string(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += fmt::format(":{}", place.line);
  if (!place.key.empty()) text += (text.empty() ? "" : ": ") + place.key;
  return text;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  size_t best = std::max<size_t>(2, name.size() / 3) + 1;
  std::string nearest;
  for (const auto& candidate : candidates) {
    const size_t distance = edit_distance(name, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  const auto nearest = nearest_name(name, candidates);
  if (!nearest.empty()) return fmt::format("; did you mean '{}'?", nearest);
  if (candidates.empty() || candidates.size() > kListableNames) return "";
  return fmt::format("; known: {}", fmt::join(candidates, ", "));
}

InputError::InputError(const Place& place, const std::string& message)
    : std::runtime_error(to_string(place).empty() ? message : to_string(place) + ": " + message) {}

void Problems::add(const Place& place, const std::string& message) {
  lines_.push_back(InputError(place, message).what());
}

void Problems::throw_if_any() const {
  throw_first(lines_.size());
}

void Problems::throw_first(size_t most) const {
  if (lines_.empty()) return;
  const size_t shown = std::min(most, lines_.size());
  std::string text =
      fmt::format("{}", fmt::join(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(shown), "\n"));
  if (shown < lines_.size()) text += fmt::format("\nand {} more", lines_.size() - shown);
  throw InputError(text);
}

}  // namespace purkinje
