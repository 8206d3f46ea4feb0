// Evaluations in the database: counts, metrics, thresholds, curves, confusion matrices.
#include <fmt/format.h>

#include <cmath>

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

// Classes are called as the counts call them, which are one a class and in the matrix's order.
void store_confusion(Statements& sql, int64_t evaluation, const metrics::Evaluation& values) {
  const size_t classes = values.counts.size();
  if (values.confusion.empty()) return;
  if (values.confusion.size() != classes * classes)
    throw InputError(
        fmt::format("a confusion matrix of {} numbers for {} classes", values.confusion.size(), classes));
  for (size_t truth = 0; truth < classes; ++truth) {
    for (size_t decided = 0; decided < classes; ++decided) {
      Prepared add = sql("INSERT INTO confusion (evaluation, truth, decided, count) VALUES (?1, ?2, ?3, ?4)");
      add.bind(1, evaluation);
      add.bind(2, values.counts[truth].class_name);
      add.bind(3, values.counts[decided].class_name);
      add.bind(4, values.confusion[truth * classes + decided]);
      add.exec();
    }
  }
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
  store_confusion(sql, id, evaluation);
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

}  // namespace purkinje::db
