#include "data/catalogue/set_tree.h"

#include <algorithm>

#include "base/error.h"
#include "base/name_list.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

using Path = std::vector<fs::path>;

void refuse_circle(const fs::path& file, Path& above) {
  const auto canonical = fs::weakly_canonical(file);
  if (std::find(above.begin(), above.end(), canonical) != above.end())
    throw InputError({file.string(), 0, "union"}, "the set is a part of itself");
  above.push_back(canonical);
}

fs::path existing_file(const std::string& name_or_file) {
  auto file = descriptor_of_set(name_or_file);
  if (file.empty()) throw InputError(no_such_set(name_or_file));
  return file;
}

fs::path member_file(const Descriptor& descriptor, const std::string& name, const Place& place) {
  std::error_code error;
  auto beside = descriptor.file.parent_path() / (name + ".yaml");
  if (fs::is_regular_file(beside, error)) return beside;
  for (const auto& [known, file] : catalogue())
    if (known == name) return file;
  throw InputError(place, no_such_set(name));
}

SetTree read_tree(const fs::path& file, Path above) {
  refuse_circle(file, above);
  SetTree tree{read_descriptor(file), {}};
  for (const auto& [name, place] : tree.descriptor.members)
    tree.members.push_back(read_tree(member_file(tree.descriptor, name, place), above));
  return tree;
}

// Reads members only where the classes are theirs.
std::vector<std::string> classes_of(const fs::path& file, Path above) {
  refuse_circle(file, above);
  const auto descriptor = read_descriptor(file);
  if (descriptor.is_synthetic) return synthetic_classes(generator_options(descriptor));
  if (descriptor.members.empty() || !descriptor.classes.empty()) return descriptor.classes;
  std::vector<std::string> classes;
  for (const auto& [name, place] : descriptor.members)
    for (const auto& label : classes_of(member_file(descriptor, name, place), above))
      add_once(classes, label);
  return classes;
}

}  // namespace

SetTree read_set_tree(const std::string& name_or_file) {
  return read_tree(existing_file(name_or_file), {});
}

Json generator_options(const Descriptor& descriptor) {
  Problems problems;
  auto options =
      resolve_options(synthetic_options(), &descriptor.synthetic, descriptor.synthetic.place(), problems);
  problems.throw_if_any();
  return options;
}

std::vector<std::string> classes_of_set(const std::string& name_or_file) {
  return classes_of(existing_file(name_or_file), {});
}

}  // namespace purkinje::data
