#include "data/preparation/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/error.h"
#include "base/name_list.h"
#include "base/random.h"
#include "data/preparation/data_options.h"
#include "data/preparation/data_problems.h"

namespace purkinje::data {
namespace {

Place place_of(const char* key, const std::string& where) {
  return {"", 0, fmt::format("{}.{}", where, key)};
}

// The records that include and exclude leave. A name that fits nothing is a mistake.
std::vector<const CatalogueRecord*> listed(const DataSet& set, const Json& data, const std::string& where,
                                           Problems& problems) {
  const auto include = option_of(data_options(), data, "include").get<std::vector<std::string>>();
  const auto exclude = option_of(data_options(), data, "exclude").get<std::vector<std::string>>();
  std::vector<std::string> ids;
  for (const auto& record : set.records) ids.push_back(record.id);
  // An absent member of a union may be excluded: it is.
  const auto is_absent = [&](const std::string& name) {
    return std::any_of(set.absent_prefixes.begin(), set.absent_prefixes.end(),
                       [&](const auto& prefix) { return name.starts_with(prefix + "/"); });
  };
  for (const auto& [key, names] : {std::pair("include", include), std::pair("exclude", exclude)})
    for (const auto& name : names)
      if (!(key == std::string("exclude") && is_absent(name)) &&
          std::none_of(ids.begin(), ids.end(), [&](const auto& id) { return fits(id, name); }))
        problems.add(place_of(key, where), fmt::format("'{}' fits no record of data set '{}'{}", name,
                                                       set.name, suggestion(name, ids)));
  std::vector<const CatalogueRecord*> records;
  for (const auto& record : set.records)
    if ((include.empty() || is_named(record.id, include)) && !is_named(record.id, exclude))
      records.push_back(&record);
  return records;
}

std::vector<size_t> columns_of(const DataSet& set, const std::vector<std::string>& names, const char* key,
                               DataProblems& problems) {
  std::vector<size_t> columns;
  for (auto name = names.begin(); name != names.end(); ++name)
    if (std::find(names.begin(), name, *name) != name)
      problems.add(key, fmt::format("the class '{}' stands twice", *name));
  for (const auto& name : names) {
    const auto column = position_of(name, set.classes);
    if (!column)
      problems.add(key, fmt::format("data set '{}' has no class '{}'{}", set.name, name,
                                    suggestion(name, set.classes)));
    else
      columns.push_back(*column);
  }
  return columns;
}

void label_records(Selection& out) {
  std::vector<SelectedRecord> kept;
  for (const auto& selected : out.records)
    if (!selected.record->problem.empty())
      kept.push_back(selected);
    else if (auto labels = out.task.labels(selected.record->labels))
      kept.push_back({selected.record, std::move(*labels)});
  out.records = std::move(kept);
}

void keep_one_per_patient(Selection& out) {
  std::set<std::string> seen;
  std::vector<SelectedRecord> kept;
  for (auto& selected : out.records)
    if (!selected.record->problem.empty() || seen.insert(selected.record->patient).second)
      kept.push_back(std::move(selected));
  out.records = std::move(kept);
}

// A fixed number of positives and negatives, drawn once by a seed of its own; the draw depends on the
// records' names, not on their order.
void draw(const Json& select, Selection& out, Problems& problems) {
  std::vector<size_t> order(out.records.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return out.records[a].record->id < out.records[b].record->id; });
  RandomStream random(
      random_key(option_of(selection_options(), select, "seed").get<uint64_t>(), 0, "record selection"));
  random.shuffle(order);
  std::vector<bool> keep(order.size(), false);
  for (const auto& [key, label] : {std::pair("positives", int8_t{1}), std::pair("negatives", int8_t{0})}) {
    const Json wanted = option_of(selection_options(), select, key);
    size_t found = 0;
    for (const auto i : order) {
      if (out.records[i].labels[0] != label) continue;
      if (wanted.is_null() || found < wanted.get<size_t>()) keep[i] = true;
      ++found;
    }
    if (!wanted.is_null() && found < wanted.get<size_t>())
      problems.add(Place{"", 0, fmt::format("data.select.{}", key)},
                   fmt::format("{} were asked for; there are {}", wanted.get<size_t>(), found));
  }
  std::vector<SelectedRecord> kept;
  for (size_t i = 0; i < keep.size(); ++i)
    if (keep[i]) kept.push_back(std::move(out.records[i]));
  out.records = std::move(kept);
}

}  // namespace

bool is_named(const std::string& record, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const auto& name) { return fits(record, name); });
}

int8_t any_label(const std::vector<int8_t>& labels, const std::vector<size_t>& columns) {
  int8_t label = columns.empty() ? -1 : 0;
  for (const auto column : columns) {
    if (labels.at(column) == 1) return 1;
    if (labels.at(column) < 0) label = -1;
  }
  return label;
}

Task::Task(const DataSet& set, const Json& data) {
  DataProblems problems;
  const auto kind = option_of(data_options(), data, "task").get<std::string>();
  if (kind == "binary") {
    auto positive = option_of(data_options(), data, "positive").get<std::vector<std::string>>();
    if (positive.empty() && set.classes.size() == 1) positive = set.classes;
    if (positive.empty())
      problems.add("positive", fmt::format("a binary task needs to know which classes are positive; data set "
                                           "'{}' has {}",
                                           set.name, fmt::join(set.classes, ", ")));
    columns_ = columns_of(set, positive, "positive", problems);
    classes_ = {fmt::format("{}", fmt::join(positive, "+"))};
  } else {
    kind_ = kind == "multi_class" ? Kind::multi_class : Kind::multi_label;
    classes_ = option_of(data_options(), data, "classes").get<std::vector<std::string>>();
    if (classes_.empty()) classes_ = set.classes;
    columns_ = columns_of(set, classes_, "classes", problems);
  }
  problems.throw_if_any();
}

std::optional<std::vector<int8_t>> Task::labels(const std::vector<int8_t>& of_set) const {
  if (kind_ == Kind::binary) {
    const int8_t label = any_label(of_set, columns_);
    return label >= 0 ? std::optional(std::vector<int8_t>{label}) : std::nullopt;
  }
  std::vector<int8_t> labels;
  for (const auto column : columns_) labels.push_back(of_set[column]);
  const auto positives = std::count(labels.begin(), labels.end(), int8_t{1});
  const auto unknown = std::count(labels.begin(), labels.end(), int8_t{-1});
  const bool left_out = kind_ == Kind::multi_class ? positives != 1 || unknown != 0
                                                   : unknown == static_cast<long>(labels.size());
  return left_out ? std::nullopt : std::optional(std::move(labels));
}

Selection select_records(const DataSet& set, const Json& data, const std::string& where) {
  Problems problems;
  std::vector<SelectedRecord> records;
  for (const auto* record : listed(set, data, where, problems)) {
    if (record->labels.size() != set.classes.size())
      problems.add({}, fmt::format("record '{}' has {} labels for {} classes", record->id,
                                   record->labels.size(), set.classes.size()));
    records.push_back({record, {}});
  }
  problems.throw_if_any();

  Selection out{Task(set, data), {}, std::move(records)};
  out.classes = out.task.classes();
  const bool whole_records = option_of(data_options(), data, "examples") == "record";
  if (whole_records) label_records(out);
  if (option_of(data_options(), data, "one_per_patient").get<bool>()) keep_one_per_patient(out);
  const Json select = option_of(data_options(), data, "select");
  const bool all_known = std::all_of(out.records.begin(), out.records.end(),
                                     [](const auto& selected) { return selected.record->problem.empty(); });
  if (all_known && whole_records && option_of(data_options(), data, "task") == "binary" && !select.is_null())
    draw(select, out, problems);
  problems.throw_if_any();
  if (out.records.empty())
    throw InputError(place_of("set", where),
                     fmt::format("no record of data set '{}' is left with a known label", set.name));
  return out;
}

}  // namespace purkinje::data
