#include "data/data_check.h"

#include <functional>
#include <sstream>

#include "base/error.h"
#include "data/catalogue.h"
#include "data/examples.h"
#include "data/external.h"
#include "data/preprocess.h"
#include "data/selection.h"

namespace purkinje::data {
namespace {

// The lines of an error of this room, "data.classes: sentence" each, or without a key.
void add_lines(const InputError& error, std::vector<DataProblem>& problems) {
  std::istringstream lines(error.what());
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": ");
    auto key = line.substr(0, colon);
    if (colon == std::string::npos || key.find(' ') != std::string::npos) {
      problems.push_back({"", line});
      continue;
    }
    if (key.starts_with("data.")) key.erase(0, 5);
    problems.push_back({key, line.substr(colon + 2)});
  }
}

}  // namespace

DataCheck check_data(const Json& data) {
  DataCheck check;
  const auto collect = [&](const std::function<void()>& read) {
    try {
      read();
    } catch (const InputError& error) {
      add_lines(error, check.problems);
    }
  };
  collect([&] { Preprocessing::from_json(data.value("preprocessing", Json::object())); });
  collect([&] { Cutting::from_json(data); });

  const auto given = data.value("set", Json());
  if (!given.is_string()) return check;
  const auto name = given.get<std::string>();
  if (!is_data_set(name)) {
    check.problems.push_back({"set", no_such_set(name)});
    return check;
  }
  DataSet set;
  set.name = name;
  try {
    set.classes = classes_of_set(name);
  } catch (const InputError&) {
    return check;  // the descriptor is wrong, which is said where it is read
  }
  collect([&] { check.classes = Task(set, data).classes(); });
  for (const auto& external : externals_of(data)) {
    if (!is_data_set(external.set)) {
      check.problems.push_back({external.place("set").key.substr(5), no_such_set(external.set)});
      continue;
    }
    collect([&] {
      DataSet theirs;
      theirs.name = external.set;
      theirs.classes = classes_of_set(external.set);
      in_our_classes({external, theirs}, set, Task(set, data).columns());
    });
  }
  return check;
}

}  // namespace purkinje::data
