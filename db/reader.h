// The read side: everything that looks at a database and cannot change it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "db/records.h"

namespace purkinje::db {

using Value = std::variant<std::monostate, int64_t, double, std::string>;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};

class Reader {
 public:
  // Opens read-only. Throws InputError where the file is missing or no Purkinje database, or of a newer
  // schema.
  explicit Reader(const std::filesystem::path& file);
  const std::filesystem::path& file() const;
  ~Reader();
  Reader(Reader&&) noexcept;
  // A copy of the database in one file, consistent also while a sweep writes. Throws InputError where
  // `target` exists.
  void snapshot(const std::filesystem::path& target) const;

  // One read-only statement that gives rows, with ?1.. parameters; a blob is given as its size in words (use
  // hex()). Throws InputError with SQLite's message for wrong SQL, and for what would write, attach or change
  // settings.
  Table query(const std::string& sql, const std::vector<Value>& parameters = {}) const;
  // The same, one row at a time: for what is too large to hold. Rows must not outlive the reader.
  class Rows {
   public:
    Rows(Rows&&) noexcept;
    ~Rows();
    const std::vector<std::string>& columns() const;
    // The next row into `row`, whose memory is used again; false after the last. Throws InputError where the
    // file cannot be read.
    bool next(std::vector<Value>& row);

   private:
    friend class Reader;
    struct Cursor;
    explicit Rows(std::unique_ptr<Cursor> cursor);
    std::unique_ptr<Cursor> cursor_;
  };
  Rows rows(const std::string& sql, const std::vector<Value>& parameters = {}) const;
  // The named queries (db/queries/*.sql, embedded): name and one line of help each.
  static std::vector<std::pair<std::string, std::string>> named_queries();
  static std::optional<std::string> named_query(const std::string& name);

  // The id of the one job whose id begins like this. Throws InputError where there is none or more than one.
  std::string find_job(const std::string& prefix) const;
  // Job states by id, for a plan: "done", "failed" (for good), "pending".
  std::map<std::string, std::string> job_states(const std::vector<std::string>& ids) const;

  struct Revision {
    std::string experiment, profile, digest, resolved, fingerprint, stand_in, data_title;
    int64_t planned = 0;  // running number, the newest is the largest
  };
  // All revisions, oldest first; of one experiment where a name is given.
  std::vector<Revision> revisions(const std::string& experiment = "") const;

  // Predictions of a finished job's part, or of all jobs a derived job needs, with labels, in sample order.
  struct StoredPredictions {
    std::string link;
    std::string task;
    std::vector<std::string> classes;
    size_t outputs = 1;
    std::vector<std::string> record, patient;  // one a row
    std::vector<uint32_t> sample;              // one a row: its position in the data set
    std::vector<float> raw;                    // [rows, outputs]
    std::vector<int8_t> labels;                // [rows, classes], -1 unknown
  };
  // Nothing where the job is unknown, not finished, or has no such part.
  std::optional<StoredPredictions> predictions(const std::string& job, const std::string& stage,
                                               const std::string& part) const;

  // The arrays of an example trace; empty where no trace has this id.
  struct TraceValues {
    std::vector<float> weights;    // [length]
    std::vector<float> signal_mv;  // [leads, length]
  };
  TraceValues trace_values(int64_t trace) const;

  // Stages of which a finished job (or, of a derived job without predictions, what it needs) has predictions
  // of the test part, in the order in which they were trained.
  std::vector<std::string> stages(const std::string& job) const;
  // Weights inside regions, a record for each stage, part and kind, samples ascending; of a derived job
  // without predictions of its own those of all jobs it needs. Empty where there are none.
  std::vector<RegionSumsRecord> region_sums(const std::string& job) const;
  // The product of an artefact job that is done. `file` is its name inside the run folder.
  std::optional<ArtefactRecord> artefact(const std::string& job) const;

  // One number of each cell of a variant, for tables. Where the fold is empty the evaluation is pooled over
  // the folds.
  struct CellValue {
    std::string variant;
    uint64_t seed = 0;
    std::optional<int> fold;
    std::string job_state;  // done, failed, pending
    std::optional<double> value;
    std::string reason;  // why the value is missing
  };
  struct CellMetric {
    std::string metric, class_name, rule, chosen_on, part = "test", stage = "train";
    bool pooled = true;  // cells without fold, or the single folds
  };
  // In grid order, seeds and folds ascending. Besides metrics there are "threshold" (the threshold itself)
  // and "prevalence" (the share of positives among known labels). Pooled values of a variant that has only
  // single cells (one fold) are those.
  std::vector<CellValue> cell_values(const std::string& revision_digest, const CellMetric& key) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// link(raw) in double precision beside the labels.
metrics::Scores scores_of(const Reader::StoredPredictions& stored);

}  // namespace purkinje::db
