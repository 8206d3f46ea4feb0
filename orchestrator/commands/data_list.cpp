// `purkinje data list`: every catalogued data set, how much of it is here, and its labels.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <set>

#include "base/error.h"
#include "data/catalogue.h"
#include "orchestrator/commands/data_commands.h"

namespace purkinje::orchestrator {
namespace {

// "MI 43, NSR 386", and "LBBB 0 of 585 known" where the source cannot tell for all records.
std::string positives(const data::DataSet& set) {
  std::vector<std::string> words;
  for (size_t c = 0; c < set.classes.size(); ++c) {
    size_t positive = 0, known = 0;
    for (const data::CatalogueRecord& record : set.records) {
      positive += record.labels.at(c) == 1 ? 1 : 0;
      known += record.labels.at(c) >= 0 ? 1 : 0;
    }
    words.push_back(fmt::format("{} {}", set.classes[c], positive));
    if (known < set.records.size()) words.back() += fmt::format(" of {} known", known);
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

size_t patients(const data::DataSet& set) {
  std::set<std::string> names;
  for (const data::CatalogueRecord& record : set.records) names.insert(record.patient);
  return names.size();
}

int list(const std::string& given_root) {
  const std::filesystem::path root = data::data_root(given_root);
  fmt::print("Data root: {}\n\n", root.string());
  const auto sets = data::catalogue();
  size_t width = 4;
  for (const auto& [name, file] : sets) width = std::max(width, name.size());
  fmt::print("{:<{}}  {:>7}  {:>8}  title, positives a class\n", "name", width, "records", "patients");
  for (const auto& [name, file] : sets) {
    try {
      const data::DataSet set = data::load_data_set(file.string(), root);
      fmt::print("{:<{}}  {:>7}  {:>8}  {}\n", name, width, set.records.size(), patients(set), set.title);
      if (!set.classes.empty()) fmt::print("{:<{}}  {:>7}  {:>8}  {}\n", "", width, "", "", positives(set));
    } catch (const InputError& error) {
      const std::string message = error.what();
      fmt::print("{:<{}}  {:>7}  {:>8}  {}\n", name, width, "absent", "",
                 message.substr(0, message.find('\n')));
    }
  }
  return 0;
}

}  // namespace

void add_data_list(CLI::App& data, int& exit_code) {
  auto root = std::make_shared<std::string>();
  CLI::App* command =
      data.add_subcommand("list", "Every catalogued data set: records, patients, positives, here or not");
  command->add_option("--data", *root, "Folder of the databases; default PURKINJE_DATA, else ../shared/data");
  command->callback([root, &exit_code] { exit_code = list(*root); });
}

}  // namespace purkinje::orchestrator
