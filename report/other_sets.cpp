#include "report/other_sets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "metrics/registry.h"
#include "report/artefact_values.h"

namespace purkinje::report {

std::string part_of(const TableSpec& table, const RowSpec& row, const ColumnSpec& column) {
  return !row.part.empty() ? row.part : !column.part.empty() ? column.part : table.part;
}

std::vector<std::string> parts_of(const TableSpec& table) {
  std::vector<std::string> parts;
  for (const RowSpec& row : table.rows)
    for (const ColumnSpec& column : table.columns) {
      if (find_artefact_value(column.metric)) continue;
      const std::string part = part_of(table, row, column);
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
  return parts;
}

std::vector<std::string> other_sets(const TableSpec& spec) {
  std::vector<std::string> parts = parts_of(spec);
  std::erase_if(parts, metrics::is_own_part);
  return parts;
}

namespace {

// Which numbers of a table are of other data sets: nothing where all are, else "some rows ", "some columns "
// or "some numbers ".
std::string which_numbers(const TableSpec& spec) {
  if (other_sets(spec).size() == parts_of(spec).size()) return {};
  const auto is_own = [&](const RowSpec& row, const ColumnSpec& column) {
    return metrics::is_own_part(part_of(spec, row, column));
  };
  const auto first = std::find_if(spec.columns.begin(), spec.columns.end(), [](const ColumnSpec& column) {
    return find_artefact_value(column.metric) == nullptr;
  });
  bool rows = true, columns = true;  // are whole rows, or whole columns, of one kind?
  for (const RowSpec& row : spec.rows)
    for (const ColumnSpec& column : spec.columns) {
      if (find_artefact_value(column.metric)) continue;
      rows = rows && is_own(row, column) == is_own(row, *first);
      columns = columns && is_own(row, column) == is_own(spec.rows.front(), column);
    }
  return rows ? "some rows " : columns ? "some columns " : "some numbers ";
}

}  // namespace

std::string other_sets_words(const TableSpec& spec) {
  const std::vector<std::string> parts = other_sets(spec);
  if (parts.empty()) return {};
  return fmt::format(" [{}on {}: other data, never seen in training]", which_numbers(spec),
                     fmt::join(parts, " and "));
}

namespace {

// "ludb/*, ptbxl/1*"; of long lists the beginning.
std::string patterns_words(const std::vector<std::string>& patterns) {
  constexpr size_t kShown = 6;
  if (patterns.size() <= kShown) return fmt::format("{}", fmt::join(patterns, ", "));
  return fmt::format("{} and {} more", fmt::join(patterns.begin(), patterns.begin() + kShown, ", "),
                     patterns.size() - kShown);
}

// What of a set counts, and what its classes are called there, behind its title.
std::string choice_words(const ExternalData& set) {
  std::string words;
  if (!set.include.empty()) words += ", of it only " + patterns_words(set.include);
  if (!set.exclude.empty()) words += ", without " + patterns_words(set.exclude);
  if (set.at_most_per_class)
    words += fmt::format(", of each record at most {} example{} a class", *set.at_most_per_class,
                         *set.at_most_per_class == 1 ? "" : "s");
  std::vector<std::string> classes;
  for (const auto& [ours, theirs] : set.classes)
    classes.push_back(fmt::format("{} there is {}", ours, fmt::join(theirs, " or ")));
  if (!classes.empty()) words += fmt::format(" ({})", fmt::join(classes, ", "));
  return words;
}

}  // namespace

std::vector<std::string> other_sets_notes(const Table& table, const TableSpec& spec,
                                          const std::vector<ExternalData>& sets) {
  const bool of_regions =
      std::any_of(table.columns.begin(), table.columns.end(), [](const TableColumn& column) {
        const metrics::MetricInfo* info = metrics::find_metric(column.metric);
        return info != nullptr && info->kind() == metrics::MetricKind::traces;
      });
  std::vector<std::string> notes;
  for (const std::string& part : other_sets(spec))
    for (const ExternalData& set : sets) {
      if (set.part != part) continue;
      std::string note =
          fmt::format("{0} is {1}{2}: nothing of {0} trained, chose a threshold or fitted a scaling.", part,
                      set.title, choice_words(set));
      if (of_regions && set.regions == "annotated")
        note += " Its regions of the ECG are those that are marked beside its records.";
      if (of_regions && set.regions == "delineated")
        note += " Its regions of the ECG are those that our delineator finds.";
      if (of_regions && set.regions == "annotated_or_delineated")
        note +=
            " Its regions of the ECG are marked beside some records and found by our delineator in others.";
      notes.push_back(std::move(note));
    }
  return notes;
}

}  // namespace purkinje::report
