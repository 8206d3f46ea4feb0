#include "data/preparation/data_problems.h"

#include <utility>

namespace purkinje::data {
namespace {

std::string text_of(const std::vector<DataProblem>& problems) {
  std::string text;
  for (const auto& [key, sentence] : problems)
    text += (text.empty() ? "" : "\n") + (key.empty() ? sentence : "data." + key + ": " + sentence);
  return text;
}

}  // namespace

DataError::DataError(std::vector<DataProblem> problems)
    : InputError(text_of(problems)), problems_(std::move(problems)) {}

DataError::DataError(const std::string& key, const std::string& sentence)
    : DataError(std::vector<DataProblem>{{key, sentence}}) {}

void DataProblems::throw_if_any() const {
  if (!problems_.empty()) throw DataError(problems_);
}

}  // namespace purkinje::data
