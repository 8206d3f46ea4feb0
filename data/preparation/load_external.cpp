// The data set of an external entry, from the catalogue.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/name_list.h"
#include "data/catalogue/set_tree.h"
#include "data/preparation/external.h"
#include "data/preparation/selection.h"

namespace purkinje::data {
namespace {

// Takes names away that can only be of absent members of a union. False where nothing is left to take: what
// the entry includes is absent, or it excludes all that is there.
bool fit_to_present(ExternalOptions& options, const DataSet& set) {
  if (set.absent_prefixes.empty()) return true;
  const auto names_absent = [&](const std::string& pattern) {
    const auto prefix = pattern.substr(0, pattern.find('/'));
    return contains(set.absent_prefixes, prefix) &&
           std::none_of(set.records.begin(), set.records.end(),
                        [&](const auto& record) { return fits(record.id, pattern); });
  };
  std::map<std::string, std::vector<std::string>> names;
  for (const char* key : {"include", "exclude"}) {
    names[key] = options.selection.value(key, std::vector<std::string>());
    const bool is_given = !names[key].empty();
    std::erase_if(names[key], names_absent);
    if (is_given) options.selection[key] = names[key];
    if (is_given && names[key].empty() && key == std::string("include")) return false;
  }
  return !std::all_of(set.records.begin(), set.records.end(),
                      [&](const auto& record) { return is_named(record.id, names["exclude"]); });
}

}  // namespace

ExternalSet load_external(ExternalOptions options, const std::filesystem::path& data_root) {
  ExternalSet external{std::move(options), {}, {}};
  const auto tree = read_set_tree(external.options.set);
  const bool is_absent = external.options.optional && !missing_folder(tree, data_root).empty();
  if (!is_absent) external.set = load_data_set(tree, data_root);
  if (!external.options.optional || (!is_absent && fit_to_present(external.options, external.set)))
    return external;
  external.set = {};
  external.set.files = missing_files(tree, data_root);
  external.left_out = fmt::format("external '{}' is left out: its database is absent in {}",
                                  external.options.name, data_root.string());
  return external;
}

}  // namespace purkinje::data
