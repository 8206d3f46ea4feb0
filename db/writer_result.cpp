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
      "SELECT s.id FROM sample s JOIN job j ON j.data_set = s.data_set WHERE j.id = ?1 ORDER BY s.position");
  select.bind(1, job);
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
  Prepared set =
      sql("INSERT INTO prediction_set (job, stage, part, link, outputs) VALUES (?1, ?2, ?3, ?4, ?5)");
  set.bind(1, job);
  set.bind(2, record.stage);
  set.bind(3, record.part);
  set.bind(4, record.link);
  set.bind(5, static_cast<int64_t>(record.outputs));
  set.exec();
  const int64_t id = database.getLastInsertRowid();
  for (size_t row = 0; row < record.samples.size(); ++row) {
    const int64_t sample = at(samples, record.samples[row], name);
    for (size_t output = 0; output < record.outputs; ++output) {
      Prepared insert =
          sql("INSERT INTO prediction (prediction_set, sample, output, raw) VALUES (?1, ?2, ?3, ?4)");
      insert.bind(1, id);
      insert.bind(2, sample);
      insert.bind(3, static_cast<int64_t>(output));
      insert.bind(4,
                  static_cast<double>(record.raw[row * record.outputs + output]));  // exact; NaN becomes NULL
      insert.exec();
    }
  }
}

template <typename T>
void bind_array(Prepared& statement, int index, const std::vector<T>& values) {
  // An empty vector has no address, and SQLite takes a null address for NULL.
  static constexpr char kNothing = 0;
  statement.bind(index, values.empty() ? static_cast<const void*>(&kNothing) : values.data(),
                 static_cast<int>(values.size() * sizeof(T)));
}

void store_trace(Statements& sql, int64_t job, const std::string& name, const TraceRecord& trace,
                 const std::vector<int64_t>& samples) {
  Prepared insert =
      sql("INSERT INTO trace (job, stage, kind, sample, class, weights, signal_mv, columns, column_samples, "
          "regions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  insert.bind(1, job);
  insert.bind(2, trace.stage);
  insert.bind(3, trace.kind);
  insert.bind(4, at(samples, trace.sample, name));
  insert.bind(5, trace.class_name);
  bind_array(insert, 6, trace.values);
  bind_array(insert, 7, trace.signal_mv);
  bind_array(insert, 8, trace.columns);
  bind_array(insert, 9, trace.column_samples);
  bind_array(insert, 10, trace.regions);
  insert.exec();
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
      Prepared insert = sql(
          "INSERT INTO region_weight (job, stage, part, kind, sample, region, sum, steps) VALUES (?1, ?2, "
          "?3, ?4, ?5, ?6, ?7, ?8)");
      insert.bind(1, job);
      insert.bind(2, record.stage);
      insert.bind(3, record.part);
      insert.bind(4, record.kind);
      insert.bind(5, sample);
      insert.bind(6, static_cast<int64_t>(region));
      insert.bind(7, static_cast<double>(record.sums[row * regions + region]));  // exact; NaN becomes NULL
      insert.bind(8, record.steps[row * regions + region]);
      insert.exec();
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
      sql("SELECT job, outcome, EXISTS (SELECT 1 FROM voided WHERE attempt = ?1) FROM attempt WHERE id = ?1");
  known.bind(1, result.attempt);
  int64_t attempt = result.attempt;
  std::string outcome;
  if (known.executeStep()) {
    outcome = known.getColumn(1).getString();
    if (known.getColumn(0).getInt64() != job) {
      throw InputError(fmt::format("attempt {} is not one of job {}", result.attempt, result.job));
    }
    if (known.getColumn(2).getInt() != 0) return false;  // taken back: it does not come again
  } else {
    Prepared insert =
        sql("INSERT INTO attempt (job, generation, placement, started_s) VALUES (?1, "
            "(SELECT ifnull(max(generation), 0) + 1 FROM attempt WHERE job = ?1), '{}', ?2)");
    insert.bind(1, job);
    insert.bind(2, now_s() - result.train_seconds);
    insert.exec();
    attempt = state_->database.getLastInsertRowid();
  }
  known.reset();

  Prepared state = sql("SELECT state FROM job WHERE id = ?1");
  state.bind(1, job);
  state.executeStep();
  const bool done = state.getColumn(0).getString() == "done";
  state.reset();

  Prepared end =
      sql("UPDATE attempt SET outcome = ?2, failure = NULL, message = ?3, ended_s = ?4, train_seconds = ?5, "
          "environment = ?6 WHERE id = ?1");
  end.bind(1, attempt);
  end.bind(2, done ? "cancelled" : "done");
  if (done) end.bind(3, "another attempt had finished the job");
  end.bind(4, now_s());
  end.bind(5, result.train_seconds);
  end.bind(6, result.environment.dump());
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
    Prepared insert = sql("INSERT INTO weights_file (job, file, sha256) VALUES (?1, ?2, ?3)");
    insert.bind(1, job);
    insert.bind(2, result.weights_file);
    insert.bind(3, result.weights_sha256);
    insert.exec();
  }
  if (result.artefact) {
    Prepared insert = sql("INSERT INTO artefact (job, file, sha256, description) VALUES (?1, ?2, ?3, ?4)");
    insert.bind(1, job);
    insert.bind(2, result.artefact->file);
    insert.bind(3, result.artefact->sha256);
    insert.bind(4, result.artefact->description.dump());
    insert.exec();
  }
  Prepared finish =
      sql("UPDATE job SET state = 'done', reason = NULL, attempt = ?2, parameters = ?3 WHERE id = ?1");
  finish.bind(1, job);
  finish.bind(2, attempt);
  if (result.parameters) finish.bind(3, *result.parameters);
  finish.exec();
  transaction.commit();
  return true;
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
