// What of a data set is absent: folders of records that are not there, or without a record.
#include "data/catalogue/catalogue.h"
#include "data/catalogue/set_tree.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

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
fs::path absent_folder(const Descriptor& descriptor, const fs::path& data_root) {
  if (descriptor.root.empty()) return {};
  auto folder = data_root / descriptor.root;
  std::error_code error;
  const bool is_here = fs::is_directory(folder, error) && !is_without_records(folder, descriptor);
  return is_here ? fs::path() : folder;
}

void add_missing_files(const SetTree& tree, const fs::path& data_root, std::vector<fs::path>& files) {
  files.push_back(tree.descriptor.file);
  if (const auto absent = absent_folder(tree.descriptor, data_root); !absent.empty()) {
    files.push_back(absent);
    std::error_code error;
    for (fs::recursive_directory_iterator entry(absent, kThroughLinks, error), end; !error && entry != end;
         entry.increment(error))
      if (std::error_code unknown; entry->is_directory(unknown)) files.push_back(entry->path());
  }
  for (const auto& member : tree.members) add_missing_files(member, data_root, files);
}

void add_prefixes(const SetTree& tree, std::vector<std::string>& prefixes) {
  if (tree.members.empty()) prefixes.push_back(tree.descriptor.prefix);
  for (const auto& member : tree.members) add_prefixes(member, prefixes);
}

}  // namespace

fs::path missing_folder(const SetTree& tree, const fs::path& data_root) {
  if (auto absent = absent_folder(tree.descriptor, data_root); !absent.empty()) return absent;
  fs::path last;
  for (const auto& member : tree.members) {
    last = missing_folder(member, data_root);
    if (last.empty() == tree.descriptor.skip_missing) return last;  // one is enough, or one too many
  }
  return last;
}

std::vector<fs::path> missing_files(const SetTree& tree, const fs::path& data_root) {
  std::vector<fs::path> files;
  add_missing_files(tree, data_root, files);
  return files;
}

std::vector<std::string> prefixes_of(const SetTree& tree) {
  std::vector<std::string> prefixes;
  add_prefixes(tree, prefixes);
  return prefixes;
}

fs::path missing_folder(const std::string& name_or_file, const fs::path& data_root) {
  return missing_folder(read_set_tree(name_or_file), data_root);
}

std::vector<fs::path> missing_files(const std::string& name_or_file, const fs::path& data_root) {
  return missing_files(read_set_tree(name_or_file), data_root);
}

}  // namespace purkinje::data
