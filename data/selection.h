// Which records of a data set become examples, and with which labels: the `data:` block without its signals.
#pragma once

#include <string>
#include <vector>

#include "base/config.h"
#include "base/json.h"
#include "base/options.h"
#include "data/catalogue.h"

namespace purkinje::data {

const OptionTable& data_options();       // also declared in data/prepare.h
const OptionTable& selection_options();  // of `data.select:` (positives, negatives, seed)

struct SelectedRecord {
  const CatalogueRecord* record = nullptr;  // points into the data set
  std::vector<int8_t> labels;               // one a class of the selection
};

struct Selection {
  std::vector<std::string> classes;
  std::vector<SelectedRecord> records;  // in the order of the set
};

// Applies include, exclude, task, positive, classes, one_per_patient and select, in this order. A binary task
// has one class, named after its positives; a record is positive where any of them is, negative where all are
// known to be absent, and left out otherwise. Throws InputError for unknown classes and records (nearest
// name) and for too few records.
Selection select_records(const DataSet& set, const Json& data);

}  // namespace purkinje::data
