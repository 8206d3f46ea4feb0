// What a finished job leaves, stored in one transaction.
#include <fmt/format.h>

#include "base/error.h"
#include "db/writer_state.h"
#include "metrics/region_means.h"

namespace purkinje::db {
namespace {

// Row ids of a data set's samples by position.
std::vector<int64_t> sample_ids(Statements& sql, int64_t job) {
  Prepared select = sql(
      "SELECT s.id FROM sample s JOIN job j ON j.data_set = s.data_set WHERE j.id = ?1 ORDER BY s.position",
      job);
  std::vector<int64_t> ids;
  while (select.executeStep()) ids.push_back(select.getColumn(0).getInt64());
  return ids;
}

int64_t at(const std::vector<int64_t>& samples, uint32_t position, const std::string& job) {
  if (position >= samples.size()) {
    throw InputError(
        fmt::format("job {}: a result names sample {} of a data set with {}", job, position, samples.size()));
  }
  return samples[position];
}

void store_predictions(Statements& sql, SQLite::Database& database, int64_t job, const std::string& name,
                       const PredictionRecord& record, const std::vector<int64_t>& samples) {
  if (record.raw.size() != record.samples.size() * record.outputs) {
    throw InputError(fmt::format("job {}: {} predictions for {} samples of {} outputs", name,
                                 record.raw.size(), record.samples.size(), record.outputs));
  }
  sql("INSERT INTO prediction_set (job, stage, part, link, outputs) VALUES (?1, ?2, ?3, ?4, ?5)", job,
      record.stage, record.part, record.link, record.outputs)
      .exec();
  const int64_t id = database.getLastInsertRowid();
  for (size_t row = 0; row < record.samples.size(); ++row) {
    const int64_t sample = at(samples, record.samples[row], name);
    for (size_t output = 0; output < record.outputs; ++output) {
      sql("INSERT INTO prediction (prediction_set, sample, output, raw) VALUES (?1, ?2, ?3, ?4)", id, sample,
          output, record.raw[row * record.outputs + output])
          .exec();  // exact; NaN becomes NULL
    }
  }
}

void store_trace(Statements& sql, int64_t job, const std::string& name, const TraceRecord& trace,
                 const std::vector<int64_t>& samples) {
  sql("INSERT INTO trace (job, stage, kind, sample, class, weights, signal_mv, columns, column_samples, "
      "regions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      job, trace.stage, trace.kind, at(samples, trace.sample, name), trace.class_name, trace.values,
      trace.signal_mv, trace.columns, trace.column_samples, trace.regions)
      .exec();
}

void store_regions(Statements& sql, int64_t job, const std::string& name, const RegionSumsRecord& record,
                   const std::vector<int64_t>& samples) {
  const size_t regions = metrics::kRegions.size();
  if (record.sums.size() != record.samples.size() * regions || record.steps.size() != record.sums.size())
    throw InputError(fmt::format("job {}: {} sums and {} step counts of regions for {} samples", name,
                                 record.sums.size(), record.steps.size(), record.samples.size()));
  for (size_t row = 0; row < record.samples.size(); ++row) {
    const int64_t sample = at(samples, record.samples[row], name);
    for (size_t region = 0; region < regions; ++region) {
      sql("INSERT INTO region_weight (job, stage, part, kind, sample, region, sum, steps) VALUES (?1, ?2, "
          "?3, ?4, ?5, ?6, ?7, ?8)",
          job, record.stage, record.part, record.kind, sample, region, record.sums[row * regions + region],
          record.steps[row * regions + region])
          .exec();  // exact; NaN becomes NULL
    }
  }
}

}  // namespace

bool Writer::add_result(const ResultRecord& result) try {
  WriteTransaction transaction(state_->database);
  Statements& sql = state_->sql;
  const int64_t job = state_->job_id(result.job);

  // An attempt the database does not know was lost with a machine; its result is as good.
  Prepared known =
      sql("SELECT job, outcome, EXISTS (SELECT 1 FROM voided WHERE attempt = ?1) FROM attempt WHERE id = ?1",
          result.attempt);
  int64_t attempt = result.attempt;
  std::string outcome;
  if (known.executeStep()) {
    outcome = known.getColumn(1).getString();
    if (known.getColumn(0).getInt64() != job) {
      throw InputError(fmt::format("attempt {} is not one of job {}", result.attempt, result.job));
    }
    if (known.getColumn(2).getInt() != 0) return false;  // taken back: it does not come again
  } else {
    sql("INSERT INTO attempt (job, generation, placement, started_s) VALUES (?1, "
        "(SELECT ifnull(max(generation), 0) + 1 FROM attempt WHERE job = ?1), '{}', ?2)",
        job, now_s() - result.train_seconds)
        .exec();
    attempt = state_->database.getLastInsertRowid();
  }
  known.reset();

  Prepared state = sql("SELECT state FROM job WHERE id = ?1", job);
  state.executeStep();
  const bool done = state.getColumn(0).getString() == "done";
  state.reset();

  Prepared end = sql(
      "UPDATE attempt SET outcome = ?2, failure = NULL, message = ?3, ended_s = ?4, train_seconds = ?5, "
      "environment = ?6 WHERE id = ?1",
      attempt, done ? "cancelled" : "done", text_or_null(done ? "another attempt had finished the job" : ""),
      now_s(), result.train_seconds, result.environment.dump());
  if (done) {
    if (outcome != "done") {  // told twice, the attempt that counts stays what it is
      end.exec();
      state_->delete_epochs(attempt);
    }
    transaction.commit();
    return false;
  }
  end.exec();
  state_->delete_epochs(attempt);
  state_->store_epochs(attempt, result.epochs);

  state_->delete_result(job);
  const std::vector<int64_t> samples = sample_ids(sql, job);
  for (const PredictionRecord& record : result.predictions) {
    store_predictions(sql, state_->database, job, result.job, record, samples);
  }
  for (const TraceRecord& trace : result.traces) store_trace(sql, job, result.job, trace, samples);
  for (const RegionSumsRecord& record : result.regions) store_regions(sql, job, result.job, record, samples);
  for (const EvaluationRecord& record : result.evaluations) state_->store_evaluation(job, record);
  if (!result.weights_file.empty()) {
    sql("INSERT INTO weights_file (job, file, sha256) VALUES (?1, ?2, ?3)", job, result.weights_file,
        result.weights_sha256)
        .exec();
  }
  if (result.artefact) {
    sql("INSERT INTO artefact (job, file, sha256, description) VALUES (?1, ?2, ?3, ?4)", job,
        result.artefact->file, result.artefact->sha256, result.artefact->description.dump())
        .exec();
  }
  sql("UPDATE job SET state = 'done', reason = NULL, attempt = ?2, parameters = ?3 WHERE id = ?1", job,
      attempt, result.parameters)
      .exec();
  transaction.commit();
  return true;
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
