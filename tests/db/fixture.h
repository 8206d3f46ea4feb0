// A small filled database: two variants, two seeds, two folds, pooled by a derived job, and an artefact that
// the first fold of the first seed needs, beside a part of another data set; every number is made by hand.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "db/reader.h"
#include "db/writer.h"

namespace purkinje::db::test {

// A folder of its own for each test, removed at its end.
class Folder {
 public:
  Folder();
  ~Folder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr int kSamples = 8;
inline constexpr int kExternalSamples = 4;  // behind them, of another data set
inline constexpr const char* kArtefact = "beats-1-0";

DataSetRecord data_set();
RevisionRecord revision(const std::string& digest = "digest-1");
std::string job_name(const std::string& variant, uint64_t seed, std::optional<int> fold);
std::vector<JobRecord> jobs();
std::vector<CellRecord> cells(const std::string& digest = "digest-1");
ResultRecord training_result(const std::string& variant, uint64_t seed, int fold, int64_t attempt);
ResultRecord artefact_result(int64_t attempt);
ResultRecord pool_result(const std::string& variant, uint64_t seed, int64_t attempt);
metrics::Evaluation evaluation(double auc);

// All of the above, every job done but the pool of ("plain", 2), which failed for good.
void fill(Writer& writer);

}  // namespace purkinje::db::test
