// Evaluations in the database: counts, metrics, thresholds, curves, confusion matrices.
#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "db/writer_state.h"
#include "metrics/registry.h"

namespace purkinje::db {
namespace {

constexpr const char* kNoReason = "not a finite number";

// Where there is a value, none.
std::optional<std::string> reason_of(const std::optional<double>& value, const std::string& reason) {
  if (value && std::isfinite(*value)) return std::nullopt;
  return reason.empty() ? kNoReason : reason;
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
      sql("INSERT INTO confusion (evaluation, truth, decided, count) VALUES (?1, ?2, ?3, ?4)", evaluation,
          values.counts[truth].class_name, values.counts[decided].class_name,
          values.confusion[truth * classes + decided])
          .exec();
    }
  }
}

}  // namespace

void Writer::State::store_evaluation(int64_t job, const EvaluationRecord& record) {
  const metrics::Evaluation& evaluation = record.evaluation;
  sql("INSERT INTO evaluation (job, stage, part, samples) VALUES (?1, ?2, ?3, ?4)", job, record.stage,
      record.part, evaluation.samples)
      .exec();
  const int64_t id = database.getLastInsertRowid();
  for (const metrics::ClassCount& count : evaluation.counts) {
    sql("INSERT INTO class_count (evaluation, class, positives, negatives, unknown) VALUES (?1, ?2, ?3, "
        "?4, ?5)",
        id, count.class_name, count.positives, count.negatives, count.unknown)
        .exec();
  }
  for (const metrics::MetricValue& value : evaluation.values) {
    sql("INSERT INTO metric (evaluation, name, class, rule, chosen_on, value, reason, version) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        id, value.name, value.class_name, value.rule, value.chosen_on, value.value,
        reason_of(value.value, value.reason), version_of(value.name))
        .exec();
  }
  for (const metrics::Threshold& threshold : evaluation.thresholds) {
    sql("INSERT INTO threshold (evaluation, class, rule, chosen_on, value, reason) VALUES (?1, ?2, ?3, "
        "?4, ?5, ?6)",
        id, threshold.class_name, threshold.rule, threshold.chosen_on, threshold.value,
        reason_of(threshold.value, threshold.reason))
        .exec();
  }
  for (const metrics::Curve& curve : evaluation.curves) {
    sql("INSERT INTO curve (evaluation, kind, class, area, full_points) VALUES (?1, ?2, ?3, ?4, ?5)", id,
        curve.kind, curve.class_name, curve.area, curve.full_points)
        .exec();
    const int64_t curve_id = database.getLastInsertRowid();
    int64_t position = 0;
    for (const metrics::CurvePoint& point : curve.points) {
      sql("INSERT INTO curve_point (curve, position, x, y, threshold) VALUES (?1, ?2, ?3, ?4, ?5)", curve_id,
          position++, point.x, point.y, point.threshold)
          .exec();
    }
  }
  store_confusion(sql, id, evaluation);
}

void Writer::replace_evaluations(const std::string& job,
                                 const std::vector<EvaluationRecord>& evaluations) try {
  WriteTransaction transaction(state_->database);
  const int64_t id = state_->job_id(job);
  state_->sql("DELETE FROM evaluation WHERE job = ?1", id).exec();
  for (const EvaluationRecord& record : evaluations) state_->store_evaluation(id, record);
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
