// The examples that networks kept when they trained, as the database has them: what a figure is drawn from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "db/reader.h"

namespace purkinje::report {

// What was stored of an example in one stage.
struct StoredTrace {
  int64_t id = 0;        // row of the database
  std::string explains;  // of Grad-CAM: the class whose score
};

struct StoredExample {
  std::string job, record;
  int64_t data_set = 0;             // row of the database
  int64_t position = 0, start = 0;  // in the data set; of the window in the record
  std::string part = "test";        // or the name of another data set
  uint64_t seed = 0;
  std::string fold;                           // ", fold 2", or nothing
  std::map<std::string, StoredTrace> stages;  // by name
};

// Where the samples of a part of a data set come from, and what was done to them.
struct DrawnSet {
  std::vector<std::string> leads;
  double sample_rate_hz = 0;
  std::string title, citations;
  std::string scaling;  // of each example by itself: none, zscore_record, minmax_record
};

DrawnSet drawn_set(const db::Reader& reader, const StoredExample& example);

// All of a variant with weights of one kind (attention, track, grad_cam), by seed and then in the order of
// the data set.
std::vector<StoredExample> stored_examples(const db::Reader& reader, const std::string& revision_digest,
                                           const std::string& variant, const std::string& weights);

}  // namespace purkinje::report
