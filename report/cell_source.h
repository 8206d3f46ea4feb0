// Where a table's numbers come from: a database, or a test.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/reader.h"
#include "metrics/evaluation.h"

namespace purkinje::report {

using CellValue = db::Reader::CellValue;
using CellMetric = db::Reader::CellMetric;

// How many positives and negatives the evaluations of a table were computed on, each distinct count once.
struct ClassTotals {
  std::string class_name;
  int64_t positives = 0, negatives = 0, unknown = 0;
};

// What the numbers of one seed of a variant were computed from.
struct SeedPredictions {
  uint64_t seed = 0;
  size_t folds = 1;  // pooled in it
  metrics::Task task = metrics::Task::binary;
  std::vector<std::string> classes = {};
  metrics::Scores scores = {};
  std::vector<std::string> record = {}, patient = {};  // one a sample
  std::vector<metrics::Threshold> thresholds = {};     // those the evaluation used
};

// Another data set among the parts: where the regions of its ECGs come from, and which of its records and
// classes count.
struct ExternalData {
  std::string part, title, regions;
  std::vector<std::string> include = {}, exclude = {};           // patterns of records; empty: all, none
  std::map<std::string, std::vector<std::string>> classes = {};  // ours -> theirs, where these differ
  std::optional<int64_t> at_most_per_class = {};                 // examples of a record
  bool operator==(const ExternalData&) const = default;
};

// Whether a number is of decisions that each pooled fold makes by the threshold of its own validation part: a
// threshold of all validation parts together has seen samples that other folds test (metrics/evaluation.h).
bool is_cross_fitted(const CellMetric& key);

class CellSource {
 public:
  virtual ~CellSource() = default;
  // One number of every planned cell, with or without a value.
  virtual std::vector<CellValue> cells(const CellMetric& key) const = 0;
  virtual std::vector<ClassTotals> totals(const std::string& part, const std::string& stage,
                                          bool pooled) const = 0;
  // Positives and negatives of every class in the whole data set, other sets beside it left out.
  virtual std::vector<ClassTotals> data_set_totals() const { return {}; }
  // A part stands there once for each way in which the variants choose from it.
  virtual std::vector<ExternalData> external() const { return {}; }
  // The predictions of the first planned seed of a variant, its folds pooled. Nothing where they are not
  // there, and of another data set where there are several folds: each of them predicts all of it.
  virtual std::optional<SeedPredictions> first_predictions(const std::string& /*variant*/,
                                                           const std::string& /*stage*/,
                                                           const std::string& /*part*/) const {
    return std::nullopt;
  }
};

// The cells of one revision in a database.
class DatabaseCells : public CellSource {
 public:
  DatabaseCells(const db::Reader& reader, std::string revision_digest)
      : reader_(reader), digest_(std::move(revision_digest)) {}
  std::vector<CellValue> cells(const CellMetric& key) const override;
  std::vector<ClassTotals> totals(const std::string& part, const std::string& stage,
                                  bool pooled) const override;
  std::vector<ClassTotals> data_set_totals() const override;
  std::vector<ExternalData> external() const override;
  std::optional<SeedPredictions> first_predictions(const std::string& variant, const std::string& stage,
                                                   const std::string& part) const override;

 private:
  const db::Reader& reader_;
  const std::string digest_;
};

}  // namespace purkinje::report
