// What a finished job leaves, stored in one transaction; taken back, replaced.
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <set>

#include "base/error.h"
#include "db/writer_state.h"
#include "metrics/registry.h"

namespace purkinje::db {
namespace {

constexpr const char* kNoReason = "not a finite number";

// A value, or the reason why there is none: exactly one of them.
void bind_value(Prepared& statement, int value_index, const std::optional<double>& value,
                const std::string& reason) {
  bind(statement, value_index, value);
  if (!value || !std::isfinite(*value)) statement.bind(value_index + 1, reason.empty() ? kNoReason : reason);
}

// Of the definition by which this program computes a metric; 0 for one that it does not know.
int version_of(const std::string& metric) {
  const metrics::MetricInfo* info = metrics::find_metric(metric);
  return info == nullptr ? 0 : info->version;
}

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

void bind_floats(Prepared& statement, int index, const std::vector<float>& values) {
  // An empty vector has no address, and SQLite takes a null address for NULL.
  static constexpr char kNothing = 0;
  statement.bind(index, values.empty() ? static_cast<const void*>(&kNothing) : values.data(),
                 static_cast<int>(values.size() * sizeof(float)));
}

}  // namespace

void Writer::State::store_evaluation(int64_t job, const EvaluationRecord& record) {
  const metrics::Evaluation& evaluation = record.evaluation;
  Prepared insert = sql("INSERT INTO evaluation (job, stage, part, samples) VALUES (?1, ?2, ?3, ?4)");
  insert.bind(1, job);
  insert.bind(2, record.stage);
  insert.bind(3, record.part);
  insert.bind(4, static_cast<int64_t>(evaluation.samples));
  insert.exec();
  const int64_t id = database.getLastInsertRowid();
  for (const metrics::ClassCount& count : evaluation.counts) {
    Prepared add =
        sql("INSERT INTO class_count (evaluation, class, positives, negatives, unknown) VALUES (?1, ?2, ?3, "
            "?4, ?5)");
    add.bind(1, id);
    add.bind(2, count.class_name);
    add.bind(3, static_cast<int64_t>(count.positives));
    add.bind(4, static_cast<int64_t>(count.negatives));
    add.bind(5, static_cast<int64_t>(count.unknown));
    add.exec();
  }
  for (const metrics::MetricValue& value : evaluation.values) {
    Prepared add =
        sql("INSERT INTO metric (evaluation, name, class, rule, chosen_on, value, reason, version) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    add.bind(1, id);
    add.bind(2, value.name);
    add.bind(3, value.class_name);
    add.bind(4, value.rule);
    add.bind(5, value.chosen_on);
    bind_value(add, 6, value.value, value.reason);
    add.bind(8, version_of(value.name));
    add.exec();
  }
  for (const metrics::Threshold& threshold : evaluation.thresholds) {
    Prepared add =
        sql("INSERT INTO threshold (evaluation, class, rule, chosen_on, value, reason) VALUES (?1, ?2, ?3, "
            "?4, ?5, ?6)");
    add.bind(1, id);
    add.bind(2, threshold.class_name);
    add.bind(3, threshold.rule);
    add.bind(4, threshold.chosen_on);
    bind_value(add, 5, threshold.value, threshold.reason);
    add.exec();
  }
  for (const metrics::Curve& curve : evaluation.curves) {
    Prepared add =
        sql("INSERT INTO curve (evaluation, kind, class, area, full_points) VALUES (?1, ?2, ?3, ?4, ?5)");
    add.bind(1, id);
    add.bind(2, curve.kind);
    add.bind(3, curve.class_name);
    bind(add, 4, curve.area);
    add.bind(5, static_cast<int64_t>(curve.full_points));
    add.exec();
    const int64_t curve_id = database.getLastInsertRowid();
    int64_t position = 0;
    for (const metrics::CurvePoint& point : curve.points) {
      Prepared vertex =
          sql("INSERT INTO curve_point (curve, position, x, y, threshold) VALUES (?1, ?2, ?3, ?4, ?5)");
      vertex.bind(1, curve_id);
      vertex.bind(2, position++);
      vertex.bind(3, point.x);
      vertex.bind(4, point.y);
      bind(vertex, 5, point.threshold);
      vertex.exec();
    }
  }
}

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
  for (const TraceRecord& trace : result.traces) {
    Prepared insert =
        sql("INSERT INTO trace (job, kind, sample, weights, signal_mv) VALUES (?1, ?2, ?3, ?4, ?5)");
    insert.bind(1, job);
    insert.bind(2, trace.kind);
    insert.bind(3, at(samples, trace.sample, result.job));
    bind_floats(insert, 4, trace.values);
    bind_floats(insert, 5, trace.signal_mv);
    insert.exec();
  }
  for (const EvaluationRecord& record : result.evaluations) state_->store_evaluation(job, record);
  if (!result.weights_file.empty()) {
    Prepared insert = sql("INSERT INTO weights_file (job, file, sha256) VALUES (?1, ?2, ?3)");
    insert.bind(1, job);
    insert.bind(2, result.weights_file);
    insert.bind(3, result.weights_sha256);
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

void Writer::State::delete_result(int64_t job) {
  for (const char* statement :
       {"DELETE FROM prediction_set WHERE job = ?1", "DELETE FROM trace WHERE job = ?1",
        "DELETE FROM weights_file WHERE job = ?1", "DELETE FROM evaluation WHERE job = ?1"}) {
    Prepared remove = sql(statement);
    remove.bind(1, job);
    remove.exec();
  }
}

void Writer::replace_evaluations(const std::string& job,
                                 const std::vector<EvaluationRecord>& evaluations) try {
  WriteTransaction transaction(state_->database);
  const int64_t id = state_->job_id(job);
  Prepared remove = state_->sql("DELETE FROM evaluation WHERE job = ?1");
  remove.bind(1, id);
  remove.exec();
  for (const EvaluationRecord& record : evaluations) state_->store_evaluation(id, record);
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

std::vector<std::string> Writer::void_job(const std::string& job, const std::string& reason) try {
  WriteTransaction transaction(state_->database);
  Statements& sql = state_->sql;
  const int64_t first = state_->job_id(job);
  Prepared affected = sql(
      "WITH RECURSIVE touched(id) AS (SELECT ?1 UNION SELECT n.job FROM job_need n JOIN touched t ON n.need "
      "= t.id) "
      "SELECT j.id, j.name, j.attempt FROM touched t JOIN job j ON j.id = t.id WHERE j.state <> 'pending'");
  affected.bind(1, first);
  struct Touched {
    int64_t id, attempt;
    std::string name;
  };
  std::vector<Touched> jobs;
  bool first_is_there = false;
  while (affected.executeStep()) {
    jobs.push_back({affected.getColumn(0).getInt64(), affected.getColumn(2).getInt64(),
                    affected.getColumn(1).getString()});
    first_is_there = first_is_there || jobs.back().id == first;
  }
  affected.reset();
  if (!first_is_there)
    throw InputError(fmt::format("job {} is neither done nor failed: nothing to take back", job));

  std::vector<std::string> names;
  for (const Touched& touched : jobs) {
    if (touched.attempt > 0) {
      Prepared insert = sql("INSERT INTO voided (attempt, reason, voided_s) VALUES (?1, ?2, ?3)");
      insert.bind(1, touched.attempt);
      insert.bind(2, touched.id == first ? reason : fmt::format("needs job {}: {}", job, reason));
      insert.bind(3, now_s());
      insert.exec();
      state_->delete_epochs(touched.attempt);
    }
    state_->delete_result(touched.id);
    Prepared update = sql(
        "UPDATE job SET state = 'pending', reason = NULL, attempt = NULL, parameters = NULL WHERE id = ?1");
    update.bind(1, touched.id);
    update.exec();
    names.push_back(touched.name);
  }
  transaction.commit();
  return names;
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
