// What of one data set becomes examples: which records, with which labels, where each example begins and
// ends, and how its signal is prepared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"
#include "data/preparation/example_regions.h"
#include "data/preparation/examples.h"
#include "data/preparation/preprocess.h"
#include "data/preparation/record_readers.h"
#include "data/preparation/selection.h"

namespace purkinje::data {

// An example before it is cut out, with what is to be told of it.
struct LabelledWindow {
  int64_t start = 0, length = 0;  // samples at the arrays' rate
  std::vector<int8_t> labels;     // one a class of the task
};

struct ExampleSource {
  // `data` is the resolved `data:` block, called `block` in messages. The set and the readers must live as
  // long as this. Throws InputError as select_records() and Cutting::from_json() do, and for beats of a set
  // whose labels are none.
  ExampleSource(const DataSet& set, const Json& data, const AnnotationReaders& annotations,
                const std::string& block = "data");

  // The examples of one of the selected records, in time order.
  std::vector<LabelledWindow> windows_of(const SelectedRecord& selected, const CleanRecording& cleaned) const;

  const DataSet& set;
  const AnnotationReaders& annotations;
  std::string block;  // what messages call the `data:` block: "data", "data.external.ludb"
  Selection selection;
  Cutting cutting;
  Preprocessing how;
  RegionOptions regions;

 private:
  std::vector<LabelledWindow> thin(const std::vector<LabelledWindow>& all) const;
  std::vector<Window> cut_windows(const CatalogueRecord& record, const CleanRecording& cleaned) const;
};

}  // namespace purkinje::data
