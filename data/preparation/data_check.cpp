#include "data/preparation/data_check.h"

#include <functional>
#include <optional>

#include "data/catalogue/catalogue.h"
#include "data/preparation/examples.h"
#include "data/preparation/external.h"
#include "data/preparation/preprocess.h"
#include "data/preparation/selection.h"

namespace purkinje::data {

DataCheck check_data(const Json& data) {
  DataCheck check;
  const auto collect = [&](const std::function<void()>& read) {
    try {
      read();
    } catch (const DataError& error) {
      check.problems.insert(check.problems.end(), error.problems().begin(), error.problems().end());
    }
  };
  collect([&] { Preprocessing::from_json(data.value("preprocessing", Json::object())); });
  collect([&] { Cutting::from_json(data); });

  const auto given = data.value("set", Json());
  if (!given.is_string()) return check;
  const auto name = given.get<std::string>();
  if (descriptor_of_set(name).empty()) {
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
  std::optional<Task> task;
  collect([&] { task.emplace(set, data); });
  if (task) check.classes = task->classes();
  for (const auto& external : externals_of(data)) {
    if (descriptor_of_set(external.set).empty()) {
      check.problems.push_back({external.key("set"), no_such_set(external.set)});
      continue;
    }
    DataSet theirs;
    theirs.name = external.set;
    try {
      theirs.classes = classes_of_set(external.set);
    } catch (const InputError& error) {
      check.problems.push_back({external.key("set"), error.what()});
      continue;
    }
    if (task) collect([&] { in_our_classes({external, theirs}, set, task->columns()); });
  }
  return check;
}

}  // namespace purkinje::data
