// From a descriptor to a data set: folders of records, unions of sets, and the generator's records.
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <unordered_set>

#include "base/error.h"
#include "base/sha256.h"
#include "data/catalogue.h"
#include "data/descriptor.h"
#include "data/labels.h"
#include "data/record_list.h"
#include "data/record_table.h"
#include "data/synthetic.h"
#include "data/text_fields.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

DataSet blank_set(const Descriptor& descriptor) {
  DataSet set;
  set.name = descriptor.name;
  set.title = descriptor.title;
  set.stand_in = descriptor.stand_in;
  set.sources = descriptor.sources;
  set.classes = descriptor.classes;
  set.descriptor_sha256 = sha256_of_file(descriptor.file);
  set.files = {descriptor.file};
  return set;
}

// ---- a folder of records

class FolderLoader {
 public:
  FolderLoader(const Descriptor& descriptor, const fs::path& data_root)
      : descriptor_(descriptor), root_(data_root / descriptor.root) {
    std::error_code error;
    if (!fs::is_directory(root_, error))
      throw InputError({descriptor.file.string(), 0, "root"},
                       fmt::format("the folder {} of data set '{}' {} (the data root is {}; PURKINJE_DATA "
                                   "names another)",
                                   root_.string(), descriptor.name,
                                   error == std::errc::permission_denied ? "may not be read" : "is absent",
                                   data_root.string()));
    if (descriptor.table) table_.emplace(*descriptor.table, root_, data_root, files_);
    if (descriptor.patient.table) patient_table_.emplace(*descriptor.patient.table, root_, data_root, files_);
    for (const auto& rewrite : descriptor.patient.rewrite)
      rewrites_.emplace_back(std::regex(rewrite.match), rewrite.to);
  }

  DataSet load() {
    auto set = blank_set(descriptor_);
    set.root = root_;
    if (descriptor_.labels.kind == LabelKind::annotations)
      for (const auto& rule : descriptor_.labels.rules) set.event_codes.push_back(annotation_codes(rule));
    for (const auto& listed : list_records(descriptor_, root_, table_ ? &*table_ : nullptr, files_)) {
      set.records.push_back(described(listed));
      files_.push_back(listed.header);
      if (const auto& beats = set.records.back().annotations; !beats.empty()) files_.push_back(beats);
    }
    refuse_what_all_share(set.records);
    set.files.insert(set.files.end(), files_.begin(), files_.end());
    return set;
  }

 private:
  CatalogueRecord described(const ListedRecord& listed) const {
    try {
      if (!listed.problem.empty()) throw InputError(listed.problem);
      return describe(listed);
    } catch (const InputError& error) {
      CatalogueRecord record;
      record.id = descriptor_.prefix + "/" + listed.name;
      record.patient = descriptor_.prefix + ":" + listed.name;
      record.header = listed.header;
      record.labels.assign(descriptor_.classes.size(), int8_t{-1});
      record.annotations = annotations_of(listed);
      record.problem = error.what();
      return record;
    }
  }

  // A column that the table lacks is not the records' fault.
  static void refuse_what_all_share(const std::vector<CatalogueRecord>& records) {
    const auto& first = records.front().problem;
    if (!first.empty() && std::all_of(records.begin(), records.end(),
                                      [&](const auto& record) { return record.problem == first; }))
      throw InputError(first);
  }

  fs::path annotations_of(const ListedRecord& listed) const {
    if (descriptor_.labels.kind != LabelKind::annotations) return {};
    auto file = listed.header;
    return file.replace_extension(descriptor_.labels.extension);
  }

  CatalogueRecord describe(const ListedRecord& listed) const {
    const auto header = read_wfdb_header(listed.header);
    LabelInput input{&header, nullptr, std::nullopt};
    if (table_ && table_->is_open()) {
      input.table = &table_->table();
      input.row = table_->row_of(listed.relative_path, listed.name);
    }
    CatalogueRecord record;
    record.id = descriptor_.prefix + "/" + listed.name;
    record.patient = patient_of(listed, header);
    record.header = listed.header;
    record.labels = labels_of(descriptor_.labels, input);
    record.age = detail(descriptor_.age, header, input);
    record.sex = detail(descriptor_.sex, header, input);
    for (const auto& [from, to] : descriptor_.sex_values)
      if (record.sex == from) {
        record.sex = to;
        break;
      }
    record.annotations = annotations_of(listed);
    return record;
  }

  // A column of the table where there is one of this name, else a field of the header.
  static std::string detail(const std::string& name, const WfdbHeader& header, const LabelInput& input) {
    if (name.empty()) return {};
    if (input.table) {
      const auto& columns = input.table->columns();
      if (std::find(columns.begin(), columns.end(), name) != columns.end())
        return input.row ? trimmed(input.table->at(*input.row, input.table->column(name))) : "";
    }
    return header.field(name).value_or("");
  }

  std::string patient_of(const ListedRecord& listed, const WfdbHeader& header) const {
    auto name = source_patient(listed, header);
    if (name.empty()) return descriptor_.prefix + ":" + listed.name;
    std::smatch match;
    for (const auto& [pattern, to] : rewrites_)
      if (std::regex_match(name, match, pattern)) return match.format(to);
    return descriptor_.patient.prefix + ":" + name;
  }

  // The patient as the source names them, empty where it does not.
  std::string source_patient(const ListedRecord& listed, const WfdbHeader& header) const {
    const auto& patient = descriptor_.patient;
    if (patient.kind == PatientSource::Kind::record) return listed.name;
    if (patient.kind == PatientSource::Kind::field) return header.field(patient.name).value_or("");
    const auto& source = patient_table_ ? patient_table_ : table_;
    const auto row = source->is_open() ? source->row_of(listed.relative_path, listed.name) : std::nullopt;
    std::string name;
    if (row) {
      name = trimmed(source->table().at(*row, source->table().column(patient.name)));
    } else if (const auto key = source->key_of(listed.name); key && !patient.otherwise.empty()) {
      name = std::regex_replace(patient.otherwise, std::regex("\\$1"), *key);
    }
    if (name.ends_with(".0")) name.resize(name.size() - 2);  // numbers as numerical programs write them
    return name;
  }

  const Descriptor& descriptor_;
  fs::path root_;
  std::optional<RecordTable> table_, patient_table_;
  std::vector<std::pair<std::regex, std::string>> rewrites_;
  std::vector<fs::path> files_;
};

// ---- records of the generator

DataSet load_synthetic(const Descriptor& descriptor) {
  auto set = blank_set(descriptor);
  Problems problems;
  set.synthetic =
      resolve_options(synthetic_options(), &descriptor.synthetic, descriptor.synthetic.place(), problems);
  problems.throw_if_any();
  set.classes = synthetic_classes(set.synthetic);
  for (auto& made : list_synthetic(set.synthetic))
    set.records.push_back({std::move(made.id),
                           std::move(made.patient),
                           {},
                           std::move(made.labels),
                           std::move(made.age),
                           std::move(made.sex),
                           {}});
  return set;
}

// ---- sets by name, and unions of them

using Path = std::vector<fs::path>;

DataSet load(const fs::path& file, const fs::path& data_root, Path above);

fs::path member_file(const Descriptor& descriptor, const std::string& name, const Place& place) {
  std::error_code error;
  auto beside = descriptor.file.parent_path() / (name + ".yaml");
  if (fs::is_regular_file(beside, error)) return beside;
  for (const auto& [known, file] : catalogue())
    if (known == name) return file;
  throw InputError(place, no_such_set(name));
}

constexpr auto kThroughLinks = fs::directory_options::follow_directory_symlink;

// Whether nothing in the folder can be a record: no header where a pattern finds the records, else nothing at
// all. One that may not be read is not without: loading says what is wrong.
bool is_without_records(const fs::path& folder, const Descriptor& descriptor) {
  std::error_code error;
  if (descriptor.records.kind != RecordSource::Kind::glob) return fs::is_empty(folder, error) && !error;
  for (fs::recursive_directory_iterator entry(folder, kThroughLinks, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".hea") return false;
  return !error;
}

// The folder of a set, where it is absent or has no record; empty where it is there, or the set has none.
fs::path absent_folder(const fs::path& file, const fs::path& data_root) {
  const auto descriptor = read_descriptor(file);
  if (descriptor.root.empty()) return {};
  auto folder = data_root / descriptor.root;
  std::error_code error;
  const bool is_here = fs::is_directory(folder, error) && !is_without_records(folder, descriptor);
  return is_here ? fs::path() : folder;
}

void refuse_circle(const fs::path& file, Path& above) {
  const auto canonical = fs::weakly_canonical(file);
  if (std::find(above.begin(), above.end(), canonical) != above.end())
    throw InputError({file.string(), 0, "union"}, "the set is a part of itself");
  above.push_back(canonical);
}

fs::path missing_folder_of(const fs::path& file, const fs::path& root, Path above) {
  refuse_circle(file, above);
  if (auto absent = absent_folder(file, root); !absent.empty()) return absent;
  const auto descriptor = read_descriptor(file);
  fs::path last;
  for (const auto& [name, place] : descriptor.members) {
    last = missing_folder_of(member_file(descriptor, name, place), root, above);
    if (last.empty() == descriptor.skip_missing) return last;  // one is enough, or one too many
  }
  return last;
}

void add_missing_files(const fs::path& file, const fs::path& root, Path above, std::vector<fs::path>& files) {
  refuse_circle(file, above);
  files.push_back(file);
  if (const auto absent = absent_folder(file, root); !absent.empty()) {
    files.push_back(absent);
    std::error_code error;
    for (fs::recursive_directory_iterator entry(absent, kThroughLinks, error), end; !error && entry != end;
         entry.increment(error))
      if (std::error_code unknown; entry->is_directory(unknown)) files.push_back(entry->path());
  }
  const auto descriptor = read_descriptor(file);
  for (const auto& [name, place] : descriptor.members)
    add_missing_files(member_file(descriptor, name, place), root, above, files);
}

// Of a set without a circle.
void add_prefixes(const fs::path& file, std::vector<std::string>& prefixes) {
  const auto descriptor = read_descriptor(file);
  if (descriptor.members.empty()) prefixes.push_back(descriptor.prefix);
  for (const auto& [name, place] : descriptor.members)
    add_prefixes(member_file(descriptor, name, place), prefixes);
}

void append(DataSet& set, const DataSet& member) {
  std::vector<std::optional<size_t>> position;
  for (const auto& name : set.classes) {
    const auto found = std::find(member.classes.begin(), member.classes.end(), name);
    position.push_back(found == member.classes.end()
                           ? std::nullopt
                           : std::optional(static_cast<size_t>(found - member.classes.begin())));
  }
  for (auto record : member.records) {
    std::vector<int8_t> labels;
    labels.reserve(position.size());
    for (const auto& at : position) labels.push_back(at ? record.labels[*at] : int8_t{-1});
    record.labels = std::move(labels);
    set.records.push_back(std::move(record));
  }
  for (const auto& line : member.sources)
    if (std::find(set.sources.begin(), set.sources.end(), line) == set.sources.end())
      set.sources.push_back(line);
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

DataSet load_union(const Descriptor& descriptor, const fs::path& data_root, const Path& above) {
  auto set = blank_set(descriptor);
  set.root = data_root;
  std::vector<DataSet> members;
  std::string digests = set.descriptor_sha256;
  for (const auto& [name, place] : descriptor.members) {
    const auto file = member_file(descriptor, name, place);
    if (const auto absent = descriptor.skip_missing ? missing_folder_of(file, data_root, above) : fs::path();
        !absent.empty()) {
      add_missing_files(file, data_root, above, set.files);
      add_prefixes(file, set.absent_prefixes);
      continue;
    }
    members.push_back(load(file, data_root, above));
    digests += members.back().descriptor_sha256;
    const auto& lacking = members.back().absent_prefixes;
    set.absent_prefixes.insert(set.absent_prefixes.end(), lacking.begin(), lacking.end());
    set.files.insert(set.files.end(), members.back().files.begin(), members.back().files.end());
  }
  if (members.empty())
    throw InputError({descriptor.file.string(), 0, "union"},
                     fmt::format("none of the sets of '{}' is in {}", descriptor.name, data_root.string()));
  if (set.classes.empty())
    for (const auto& member : members)
      for (const auto& name : member.classes)
        if (std::find(set.classes.begin(), set.classes.end(), name) == set.classes.end())
          set.classes.push_back(name);
  for (const auto& member : members) append(set, member);
  std::unordered_set<std::string> ids;
  for (const auto& record : set.records)
    if (!ids.insert(record.id).second)
      throw InputError({descriptor.file.string(), 0, "union"},
                       fmt::format("the record '{}' is in two of the sets", record.id));
  set.event_codes = shared_events(members, set.classes);
  set.descriptor_sha256 = sha256(digests);
  return set;
}

DataSet load(const fs::path& file, const fs::path& data_root, Path above) {
  refuse_circle(file, above);
  const auto descriptor = read_descriptor(file);
  if (descriptor.is_synthetic) return load_synthetic(descriptor);
  if (!descriptor.members.empty()) return load_union(descriptor, data_root, above);
  return FolderLoader(descriptor, data_root).load();
}

// Of a catalogue name or the path of a descriptor; empty where there is none.
fs::path file_of(const std::string& name_or_file) {
  for (const auto& [name, file] : catalogue())
    if (name == name_or_file) return file;
  std::error_code error;
  return fs::is_regular_file(name_or_file, error) ? fs::path(name_or_file) : fs::path();
}

std::vector<std::string> classes_of(const fs::path& file, Path above) {
  refuse_circle(file, above);
  const auto descriptor = read_descriptor(file);
  if (descriptor.is_synthetic) return load_synthetic(descriptor).classes;
  if (descriptor.members.empty() || !descriptor.classes.empty()) return descriptor.classes;
  std::vector<std::string> classes;
  for (const auto& [name, place] : descriptor.members)
    for (auto& label : classes_of(member_file(descriptor, name, place), above))
      if (std::find(classes.begin(), classes.end(), label) == classes.end()) classes.push_back(label);
  return classes;
}

}  // namespace

bool is_data_set(const std::string& name_or_file) {
  return !file_of(name_or_file).empty();
}

std::vector<std::string> classes_of_set(const std::string& name_or_file) {
  const auto file = file_of(name_or_file);
  if (file.empty()) throw InputError(no_such_set(name_or_file));
  return classes_of(file, {});
}

fs::path missing_folder(const std::string& name_or_file, const fs::path& root) {
  const auto file = file_of(name_or_file);
  if (file.empty()) throw InputError(no_such_set(name_or_file));
  return missing_folder_of(file, root, {});
}

std::vector<fs::path> missing_files(const std::string& name_or_file, const fs::path& root) {
  const auto file = file_of(name_or_file);
  if (file.empty()) throw InputError(no_such_set(name_or_file));
  std::vector<fs::path> files;
  add_missing_files(file, root, {}, files);
  return files;
}

DataSet load_data_set(const std::string& name_or_file, const fs::path& root) {
  const auto file = file_of(name_or_file);
  if (file.empty()) throw InputError(no_such_set(name_or_file));
  return load(file, root, {});
}

}  // namespace purkinje::data
