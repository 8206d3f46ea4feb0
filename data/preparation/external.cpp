#include "data/preparation/external.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/name_list.h"
#include "base/names.h"
#include "data/preparation/data_problems.h"
#include "data/preparation/preprocess.h"
#include "data/preparation/selection.h"

namespace purkinje::data {
namespace {

void check_name(const std::string& name, const Place& place, Problems& problems) {
  static const std::vector<std::string> kTaken = {"train", "training", "validation", "test", "external"};
  check_plain_name(name, "an external part", place, problems);
  if (contains(kTaken, name))
    problems.add(place, fmt::format("'{}' cannot be the name of an external part: it means another", name));
}

// {ours: theirs} with one name or, where `several` may be given, a list of them; texts as they are written.
Json read_map(const Config& given, bool several, Problems& problems) {
  Json map = Json::object();
  if (!given.is_map()) {
    problems.add(given.place(), "a map of our name and theirs is expected");
    return map;
  }
  for (const auto& [ours, theirs] : given.entries()) {
    const bool is_list = several && theirs.is_list() && !theirs.items().empty() &&
                         std::all_of(theirs.items().begin(), theirs.items().end(),
                                     [](const auto& x) { return x.is_scalar(); });
    if (theirs.is_scalar()) {
      map[ours] = several ? Json::array({theirs.scalar()}) : Json(theirs.scalar());
    } else if (is_list) {
      for (const auto& item : theirs.items()) map[ours].push_back(item.scalar());
    } else {
      problems.add(theirs.place(), several ? "a name or a list of names is expected" : "a name is expected");
    }
  }
  return map;
}

Json read_entry(const Config& entry, Problems& problems) {
  Json read = resolve_options(external_options(), &entry, entry.place(), problems);
  for (const char* key : {"leads", "classes"})
    if (const auto* given = entry.find(key); given && !given->is_null())
      read[key] = read_map(*given, key == std::string("classes"), problems);
  if (read.value("optional", Json()) == false) read.erase("optional");  // as experiments without it are kept
  return read;
}

// For each of our classes the columns of theirs that it is made of; none where they do not have it.
std::vector<std::vector<size_t>> columns_of_ours(const ExternalSet& external, const DataSet& ours,
                                                 DataProblems& problems) {
  const auto& options = external.options;
  const auto& theirs = external.set;
  for (const auto& [name, theirs_of_it] : options.classes)
    if (!contains(ours.classes, name))
      problems.add(options.key("classes"), fmt::format("data set '{}' has no class '{}'{}", ours.name, name,
                                                       suggestion(name, ours.classes)));
  std::vector<std::vector<size_t>> columns;
  for (const auto& name : ours.classes) {
    auto& own = columns.emplace_back();
    const auto mapped = options.classes.find(name);
    const bool is_mapped = mapped != options.classes.end();
    for (const auto& wanted : is_mapped ? mapped->second : std::vector<std::string>{name}) {
      if (const auto column = position_of(wanted, theirs.classes))
        own.push_back(*column);
      else if (is_mapped)
        problems.add(options.key("classes"), fmt::format("data set '{}' has no class '{}'{}", theirs.name,
                                                         wanted, suggestion(wanted, theirs.classes)));
    }
  }
  return columns;
}

}  // namespace

const OptionTable& external_options() {
  static const OptionTable kTable = {
      {.name = "set",
       .kind = OptionKind::text,
       .default_value = nullptr,
       .help = "name of a data set in the catalogue, or the path of its file"},
      {.name = "include",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "only these records, by name or by a beginning ending in *; empty: all"},
      {.name = "exclude",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "without these records, by name or by a beginning ending in *"},
      {.name = "leads",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "our lead -> the one that stands for it; not given: the same names",
       .optional = true},
      {.name = "classes",
       .kind = OptionKind::any,
       .default_value = nullptr,
       .help = "our class -> theirs, one or several of which any counts; not given: the same names",
       .optional = true},
      {.name = "at_most_per_class",
       .kind = OptionKind::integer,
       .default_value = nullptr,
       .help = "of each record no more than so many examples of each class, evenly spaced; not given: all",
       .min = 1,
       .optional = true},
      {.name = "optional",
       .kind = OptionKind::boolean,
       .default_value = false,
       .help = "left out, with a note, where its database is absent"}};
  return kTable;
}

Json resolve_external(const Config& given, Problems& problems) {
  if (given.is_null()) return nullptr;
  if (!given.is_map()) {
    problems.add(given.place(), "a map of names and data sets is expected");
    return nullptr;
  }
  Json entries = Json::object();
  for (const auto& [name, entry] : given.entries()) {
    if (entry.is_null()) continue;
    check_name(name, entry.place(), problems);
    entries[name] = read_entry(entry, problems);
  }
  return entries.empty() ? Json() : entries;
}

std::string ExternalOptions::key(const std::string& option) const {
  return fmt::format("external.{}.{}", name, option);
}

Place ExternalOptions::place(const std::string& option) const {
  return {"", 0, "data." + key(option)};
}

std::vector<ExternalOptions> externals_of(const Json& data) {
  std::vector<ExternalOptions> externals;
  const auto entries = data.find("external");
  if (entries == data.end() || !entries->is_object()) return externals;
  for (const auto& [name, entry] : entries->items()) {
    ExternalOptions options{name,           entry.at("set").get<std::string>(), {}, {},
                            Json::object(), entry.value("optional", false)};
    if (const auto leads = entry.find("leads"); leads != entry.end() && leads->is_object())
      leads->get_to(options.leads);
    if (const auto classes = entry.find("classes"); classes != entry.end() && classes->is_object())
      classes->get_to(options.classes);
    for (const char* key : {"include", "exclude", "at_most_per_class"})
      if (const auto value = entry.find(key); value != entry.end()) options.selection[key] = *value;
    externals.push_back(std::move(options));
  }
  return externals;
}

DataSet in_our_classes(const ExternalSet& external, const DataSet& ours, const std::vector<size_t>& wanted) {
  DataProblems problems;
  const auto columns = columns_of_ours(external, ours, problems);
  problems.throw_if_any();
  std::vector<std::string> lacking;
  for (const auto column : wanted)
    if (columns.at(column).empty()) lacking.push_back(ours.classes[column]);
  if (lacking.size() == wanted.size())
    throw DataError(
        external.options.key("classes"),
        fmt::format("data set '{}' has no class {}: say which of its classes it is ({})", external.set.name,
                    fmt::join(lacking, " or "), fmt::join(external.set.classes, ", ")));

  DataSet set = external.set;
  set.classes = ours.classes;
  for (auto& record : set.records) {
    std::vector<int8_t> labels;
    labels.reserve(columns.size());
    for (const auto& own : columns) labels.push_back(any_label(record.labels, own));
    record.labels = std::move(labels);
  }
  if (!external.set.event_codes.empty()) {
    set.event_codes.assign(columns.size(), {});
    for (size_t c = 0; c < columns.size(); ++c)
      for (const auto column : columns[c]) {
        const auto& codes = external.set.event_codes.at(column);
        set.event_codes[c].insert(set.event_codes[c].end(), codes.begin(), codes.end());
      }
  }
  return set;
}

std::vector<std::string> their_leads(const ExternalOptions& external, const std::vector<std::string>& ours) {
  DataProblems problems;
  for (const auto& [name, other] : external.leads)
    if (std::none_of(ours.begin(), ours.end(),
                     [&, &name = name](const auto& lead) { return same_lead(name, lead); }))
      problems.add(external.key("leads"), fmt::format("there is no lead '{}' among those that are prepared{}",
                                                      name, suggestion(name, ours)));
  problems.throw_if_any();
  std::vector<std::string> theirs = ours;
  for (auto& lead : theirs)
    for (const auto& [name, other] : external.leads)
      if (same_lead(name, lead)) {
        lead = other;
        break;
      }
  return theirs;
}

Json data_of_external(const Json& own, const ExternalOptions& external) {
  Json data = own;
  for (const char* key : {"external", "include", "exclude", "at_most_per_class", "one_per_patient", "select"})
    data.erase(key);
  data.update(external.selection);
  data["set"] = external.set;
  return data;
}

}  // namespace purkinje::data
