#include "data/catalogue/record_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "base/error.h"
#include "base/name_list.h"
#include "data/catalogue/labels.h"
#include "data/catalogue/record_list.h"
#include "data/catalogue/record_table.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

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

  void load_into(DataSet& set) {
    if (descriptor_.labels.kind == LabelKind::annotations)
      for (const auto& rule : descriptor_.labels.rules) set.event_codes.push_back(annotation_codes(rule));
    for (const auto& listed : list_records(descriptor_, root_, table_ ? &*table_ : nullptr, files_))
      set.records.push_back(described(listed));
    refuse_what_all_share(set.records);
    std::move(files_.begin(), files_.end(), std::back_inserter(set.files));
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
    auto header = read_wfdb_header(listed.header);
    LabelInput input{&header, nullptr, std::nullopt};
    if (table_ && table_->is_open()) {
      input.table = &table_->table();
      input.row = table_->row_of(listed.relative_path, listed.name);
    }
    CatalogueRecord record;
    record.id = descriptor_.prefix + "/" + listed.name;
    record.patient = patient_of(listed, header);
    record.labels = labels_of(descriptor_.labels, input);
    record.age = detail(descriptor_.age, header, input);
    record.sex = detail(descriptor_.sex, header, input);
    for (const auto& [from, to] : descriptor_.sex_values)
      if (record.sex == from) {
        record.sex = to;
        break;
      }
    record.annotations = annotations_of(listed);
    record.head = head_of(header);
    record.length = header.length.value_or(0);
    record.header = std::move(header.path);
    return record;
  }

  // A column of the table where there is one of this name, else a field of the header.
  static std::string detail(const std::string& name, const WfdbHeader& header, const LabelInput& input) {
    if (name.empty()) return {};
    if (input.table) {
      if (const auto column = position_of(name, input.table->columns()))
        return input.row ? std::string(trimmed(input.table->at(*input.row, *column))) : "";
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
      name = replaced(patient.otherwise, "$1", *key);
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

}  // namespace

void load_record_folder(const Descriptor& descriptor, const fs::path& data_root, DataSet& set) {
  FolderLoader(descriptor, data_root).load_into(set);
}

}  // namespace purkinje::data
