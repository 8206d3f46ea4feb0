// What of a `data:` block can be judged before any record is read: names of classes, leads, options that
// contradict each other.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "data/preparation/data_problems.h"

namespace purkinje::data {

struct DataCheck {
  std::vector<DataProblem> problems;
  // Of the task, as Task::classes() will have them; empty where the set's descriptor cannot be read.
  std::vector<std::string> classes;
};

// `data`: resolved. Reads the descriptors of the set, nothing below the data root.
DataCheck check_data(const Json& data);

}  // namespace purkinje::data
