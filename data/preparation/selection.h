// Which records of a data set become examples, and with which labels: the `data:` block without its signals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"

namespace purkinje::data {

// Whether one of the names fits the record (base/name_list.h).
bool is_named(const std::string& record, const std::vector<std::string>& names);

// 1 where any of the columns is 1, 0 where all are 0, else -1; -1 without columns.
int8_t any_label(const std::vector<int8_t>& labels, const std::vector<size_t>& columns);

// What is to be told of an example: the classes, and their labels from those of the data set.
class Task {
 public:
  // Reads task, positive and classes. Throws InputError for unknown classes (nearest name) and for a binary
  // task that does not say what is positive.
  Task(const DataSet& set, const Json& data);

  // A binary task has one class, named after its positives.
  const std::vector<std::string>& classes() const { return classes_; }

  // The classes of the set that take part.
  const std::vector<size_t>& columns() const { return columns_; }

  // One a class of the task, from one a class of the set; nothing where the example is to be left out.
  // Binary: positive where any of the positives is, negative where all are known to be absent. Multi-class:
  // exactly one of the classes, and none unknown. Multi-label: left out only where all are unknown.
  std::optional<std::vector<int8_t>> labels(const std::vector<int8_t>& of_set) const;

 private:
  enum class Kind { binary, multi_label, multi_class } kind_ = Kind::binary;
  std::vector<std::string> classes_;
  std::vector<size_t> columns_;  // of the set
};

struct SelectedRecord {
  const CatalogueRecord* record = nullptr;  // points into the data set
  std::vector<int8_t> labels;               // one a class of the task; empty where its parts are the examples
};

struct Selection {
  Task task;
  std::vector<std::string> classes;
  std::vector<SelectedRecord> records;  // in the order of the set
};

// Applies include, exclude, task, one_per_patient and select, in this order. Where beats or windows are the
// examples (data/preparation/examples.h), no record is left out for its labels. A record with a problem stays
// too, without labels, and then nothing is drawn: who reads it says what is wrong. Throws InputError as Task
// does, for unknown records (nearest name) and for too few records; `where` is what it calls the block.
Selection select_records(const DataSet& set, const Json& data, const std::string& where = "data");

}  // namespace purkinje::data
