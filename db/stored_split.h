// Which samples a job learned and which it was judged on, as far as a database shows it, and what of that
// leaks. Inside db/ only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"

namespace purkinje::db {

struct StoredSample {
  std::string record;
  int64_t start = 0;
  std::string patient;
  std::string external = {};  // the external part it belongs to; empty: one of the set's own
  std::string name() const;   // "mitdb/100@650"
};

struct StoredSamples {
  std::vector<StoredSample> samples;              // by position
  std::unordered_map<int64_t, size_t> positions;  // by the sample's row id
};

// How many, and the first of them.
struct Found {
  size_t count = 0;
  std::string first = {};
  void add(const std::string& name) {
    if (count++ == 0) first = name;
  }
};

// "part test: 2 samples that its validation part has too (first: mitdb/100@650)"
std::string sentence_of(std::string_view part, const Found& found, const char* noun, const std::string& what);

class StoredSplit {
 public:
  // `protocol`: its options that are not at their default.
  StoredSplit(const StoredSamples& set, Json protocol);

  // The samples, by row id, that the job predicted as those of a part; of each stage a call.
  void add(const std::string& part, const std::vector<int64_t>& sample_ids);
  // What leaks, a sentence each, once all parts are added.
  std::vector<std::string> finish();

 private:
  void say(std::string_view part, const Found& found, const char* noun, const std::string& what);
  void find_training();
  void find_straddling();

  const StoredSamples& set_;
  Json protocol_;
  std::vector<std::string> part_of_;  // by position; empty: of none
  std::vector<std::string> sentences_;
};

}  // namespace purkinje::db
