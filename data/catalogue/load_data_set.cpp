// From a descriptor to a data set: a folder of records, a union of sets, or the generator's records.
#include <fmt/format.h>

#include <optional>
#include <unordered_set>

#include "base/error.h"
#include "base/name_list.h"
#include "data/catalogue/catalogue.h"
#include "data/catalogue/record_folder.h"
#include "data/catalogue/set_tree.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

void load_generated(const Descriptor& descriptor, DataSet& set) {
  set.synthetic = generator_options(descriptor);
  set.classes = synthetic_classes(set.synthetic);
  const auto head = synthetic_head(set.synthetic);
  const auto length = synthetic_length(set.synthetic);
  for (auto& made : list_synthetic(set.synthetic)) {
    CatalogueRecord record;
    record.head = head;
    record.head.name = made.id;
    record.length = length;
    record.id = std::move(made.id);
    record.patient = std::move(made.patient);
    record.labels = std::move(made.labels);
    record.age = std::move(made.age);
    record.sex = std::move(made.sex);
    set.records.push_back(std::move(record));
  }
}

void append(DataSet& set, DataSet member) {
  std::vector<std::optional<size_t>> positions;
  for (const auto& name : set.classes) positions.push_back(position_of(name, member.classes));
  for (auto& record : member.records) {
    std::vector<int8_t> labels;
    labels.reserve(positions.size());
    for (const auto& at : positions) labels.push_back(at ? record.labels[*at] : int8_t{-1});
    record.labels = std::move(labels);
    set.records.push_back(std::move(record));
  }
  for (const auto& line : member.sources) add_once(set.sources, line);
}

// Beats keep their meaning only where every member has the union's classes with the same annotation codes.
std::vector<std::vector<int>> shared_events(const std::vector<DataSet>& members,
                                            const std::vector<std::string>& classes) {
  for (const auto& member : members)
    if (member.event_codes.empty() || member.event_codes != members[0].event_codes ||
        member.classes != classes)
      return {};
  return members[0].event_codes;
}

template <typename T>
void add_all(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void load_union(const SetTree& tree, const fs::path& data_root, DataSet& set) {
  const auto& descriptor = tree.descriptor;
  std::vector<DataSet> members;
  for (const auto& member : tree.members) {
    if (descriptor.skip_missing && !missing_folder(member, data_root).empty()) {
      add_all(set.files, missing_files(member, data_root));
      add_all(set.absent_prefixes, prefixes_of(member));
      continue;
    }
    members.push_back(load_data_set(member, data_root));
    add_all(set.absent_prefixes, members.back().absent_prefixes);
    add_all(set.files, members.back().files);
  }
  if (members.empty())
    throw InputError({descriptor.file.string(), 0, "union"},
                     fmt::format("none of the sets of '{}' is in {}", descriptor.name, data_root.string()));
  if (set.classes.empty())
    for (const auto& member : members)
      for (const auto& name : member.classes) add_once(set.classes, name);
  set.event_codes = shared_events(members, set.classes);
  for (auto& member : members) append(set, std::move(member));
  std::unordered_set<std::string_view> ids;
  for (const auto& record : set.records)
    if (!ids.insert(record.id).second)
      throw InputError({descriptor.file.string(), 0, "union"},
                       fmt::format("the record '{}' is in two of the sets", record.id));
}

}  // namespace

DataSet load_data_set(const SetTree& tree, const fs::path& data_root) {
  const auto& descriptor = tree.descriptor;
  DataSet set;
  set.name = descriptor.name;
  set.title = descriptor.title;
  set.stand_in = descriptor.stand_in;
  set.sources = descriptor.sources;
  set.classes = descriptor.classes;
  set.files = {descriptor.file};
  if (descriptor.is_synthetic)
    load_generated(descriptor, set);
  else if (!descriptor.members.empty())
    load_union(tree, data_root, set);
  else
    load_record_folder(descriptor, data_root, set);
  return set;
}

DataSet load_data_set(const std::string& name_or_file, const fs::path& data_root) {
  return load_data_set(read_set_tree(name_or_file), data_root);
}

}  // namespace purkinje::data
