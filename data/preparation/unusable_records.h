// The records of one source that cannot be used: said in one error, with the key that leaves them out.
#pragma once

#include <string>
#include <vector>

#include "data/preparation/example_source.h"

namespace purkinje::data {

// The reason, with the record that it is about unless it names it itself.
std::string sentence_about(const CatalogueRecord& record, const std::string& reason);

class UnusableRecords {
 public:
  explicit UnusableRecords(const ExampleSource& source) : source_(source) {}

  // `sentence`: what is wrong, and with which record.
  void add(const CatalogueRecord& record, std::string sentence);

  // Throws InputError; of the sentences 20 are in it.
  void throw_if_any() const;

 private:
  const ExampleSource& source_;
  std::vector<std::string> records_, sentences_;
};

}  // namespace purkinje::data
