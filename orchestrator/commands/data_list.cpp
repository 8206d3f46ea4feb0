// `purkinje data list`: every catalogued data set, how much of it is here, and its labels.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "data/catalogue/catalogue.h"
#include "data/catalogue/summary.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/data_commands.h"

namespace purkinje::orchestrator {
namespace {

// "MI 43, NSR 386", and "abQRS 20 of 585 known" where the source cannot tell for all records.
std::string positives(const data::SetSummary& summary) {
  std::vector<std::string> words;
  for (const data::ClassCount& count : summary.classes) {
    words.push_back(fmt::format("{} {}", count.name, count.positive));
    if (count.unknown > 0) words.back() += fmt::format(" of {} known", count.positive + count.negative);
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

// The records that an experiment must leave out, the first of them with the reason.
void print_unusable(const data::DataSet& set, const data::SetSummary& summary, size_t width) {
  constexpr size_t kNamed = 10;
  if (summary.unusable.empty()) return;
  const auto first = std::find_if(set.records.begin(), set.records.end(),
                                  [](const auto& record) { return !record.problem.empty(); });
  const std::vector<std::string> named(
      summary.unusable.begin(),
      summary.unusable.begin() + static_cast<ptrdiff_t>(std::min(kNamed, summary.unusable.size())));
  fmt::print("{:<{}}  {:>7}  {:>8}  {} cannot be used: {}{} ({})\n", "", width, "", "",
             summary.unusable.size(), fmt::join(named, ", "),
             named.size() < summary.unusable.size() ? ", ..." : "",
             first->problem.substr(0, first->problem.find('\n')));
}

int list(const std::string& given_root) {
  const std::filesystem::path root = data::data_root(given_root);
  fmt::print("Data root: {}\n\n", root.string());
  const auto sets = data::catalogue();
  size_t width = 4;
  for (const auto& [name, file] : sets) width = std::max(width, name.size());
  fmt::print("{:<{}}  {:>7}  {:>8}  title, positives a class\n", "name", width, "records", "patients");
  for (const auto& [name, file] : sets) {
    const char* state = "wrong";
    try {
      if (!data::missing_folder(file.string(), root).empty()) state = "absent";
      const data::DataSet set = data::load_data_set(file.string(), root);
      const data::SetSummary summary = data::summarise(set);
      fmt::print("{:<{}}  {:>7}  {:>8}  {}\n", name, width, summary.records, summary.patients, set.title);
      if (!set.classes.empty())
        fmt::print("{:<{}}  {:>7}  {:>8}  {}\n", "", width, "", "", positives(summary));
      print_unusable(set, summary, width);
    } catch (const InputError& error) {
      const std::string message = error.what();
      fmt::print("{:<{}}  {:>7}  {:>8}  {}\n", name, width, state, "", message.substr(0, message.find('\n')));
    }
  }
  return 0;
}

}  // namespace

void add_data_list(CLI::App& data, int& exit_code) {
  auto root = std::make_shared<std::string>();
  CLI::App* command =
      data.add_subcommand("list", "Every catalogued data set: records, patients, positives, here or not");
  add_data_option(*command, *root);
  command->callback([root, &exit_code] { exit_code = list(*root); });
}

}  // namespace purkinje::orchestrator
