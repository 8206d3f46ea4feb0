// Where descriptors and databases are, for a program in a source tree, installed, or told by the environment.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "data/catalogue/catalogue.h"
#include "data/catalogue/file_pattern.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

fs::path program_folder() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::current_path(error) : program.parent_path();
}

// The nearest folder above the program that holds data/sets: the source tree it was built in. Empty where
// there is none.
fs::path source_tree() {
  std::error_code error;
  for (auto folder = program_folder(); folder.has_relative_path(); folder = folder.parent_path())
    if (fs::is_directory(folder / "data" / "sets", error)) return folder;
  return {};
}

std::vector<fs::path> set_folders() {
  std::vector<fs::path> folders;
  for (const auto& folder : items_of(environment("PURKINJE_SETS"), ':')) folders.emplace_back(folder);
  std::error_code error;
  const auto installed = program_folder().parent_path() / "share" / "purkinje" / "sets";
  if (fs::is_directory(installed, error)) {
    folders.push_back(installed);
  } else if (const auto tree = source_tree(); !tree.empty()) {
    folders.push_back(tree / "data" / "sets");
  }
  return folders;
}

}  // namespace

fs::path data_root(const fs::path& given) {
  if (!given.empty()) return given;
  if (const auto told = environment("PURKINJE_DATA"); !told.empty()) return told;
  const auto tree = source_tree();
  return (tree.empty() ? fs::path("..") : tree.parent_path()) / "shared" / "data";
}

std::vector<std::pair<std::string, fs::path>> catalogue() {
  std::vector<std::pair<std::string, fs::path>> sets;
  for (const auto& folder : set_folders())
    for (const auto& file : matching_files(folder, "*.yaml")) {
      const auto name = file.stem().string();
      if (std::none_of(sets.begin(), sets.end(), [&](const auto& set) { return set.first == name; }))
        sets.emplace_back(name, folder / file);
    }
  std::sort(sets.begin(), sets.end());
  return sets;
}

fs::path descriptor_of_set(const std::string& name_or_file) {
  for (const auto& [name, file] : catalogue())
    if (name == name_or_file) return file;
  std::error_code error;
  return fs::is_regular_file(name_or_file, error) ? fs::path(name_or_file) : fs::path();
}

std::string no_such_set(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& set : catalogue()) names.push_back(set.first);
  auto text = fmt::format("there is no data set '{}'{}", name, suggestion(name, names));
  std::error_code error;
  for (const auto& folder : items_of(environment("PURKINJE_SETS"), ':'))
    if (!fs::is_directory(folder, error))
      text += fmt::format(" (PURKINJE_SETS names {}, which is no folder)", folder);
  return text;
}

}  // namespace purkinje::data
