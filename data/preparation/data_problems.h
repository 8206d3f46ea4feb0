// What is wrong in a `data:` block, each sentence with the key that it is about.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace purkinje::data {

// A sentence about one key below `data` ("classes", "preprocessing.leads"); about none where the key is
// empty.
struct DataProblem {
  std::string key, sentence;
};

// Says "data.classes: sentence" for each problem, a line each.
class DataError : public InputError {
 public:
  explicit DataError(std::vector<DataProblem> problems);
  DataError(const std::string& key, const std::string& sentence);

  const std::vector<DataProblem>& problems() const { return problems_; }

 private:
  std::vector<DataProblem> problems_;
};

// Collects them, so that all are said at once.
class DataProblems {
 public:
  void add(std::string key, std::string sentence) {
    problems_.push_back({std::move(key), std::move(sentence)});
  }
  // Throws one DataError, if there is any.
  void throw_if_any() const;

 private:
  std::vector<DataProblem> problems_;
};

}  // namespace purkinje::data
