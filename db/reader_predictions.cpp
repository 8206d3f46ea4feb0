// Reading what networks gave: predictions, and weights inside the regions of an ECG. Of a derived job without
// predictions of its own (a pool) they are those of the jobs it needs, as often as it takes.
#include <algorithm>
#include <cstring>
#include <limits>

#include "db/reader_state.h"

namespace purkinje::db {
namespace {

// The jobs whose predictions a finished job has: itself, or what it needs in the order of its needs.
std::vector<int64_t> source_jobs(Statements& sql, const std::string& job) {
  Prepared find = sql(
      "WITH RECURSIVE source(job, place) AS (SELECT id, '' FROM job WHERE name = ?1 AND state = 'done' UNION "
      "SELECT n.need, s.place || printf('%06d', n.position) FROM source s JOIN job_need n ON n.job = s.job "
      "JOIN job j ON j.id = s.job WHERE j.kind = 'derived' AND NOT EXISTS (SELECT 1 FROM prediction_set p "
      "WHERE p.job = s.job)) SELECT job FROM source ORDER BY place",
      job);
  std::vector<int64_t> jobs;
  while (find.executeStep()) jobs.push_back(find.getColumn(0).getInt64());
  return jobs;
}

// As Statements binds them: the bytes that they have in memory.
std::vector<float> floats_of(const SQLite::Column& column) {
  const auto* first = static_cast<const char*>(column.getBlob());
  std::vector<float> values(static_cast<size_t>(column.getBytes()) / sizeof(float));
  if (first != nullptr) std::memcpy(values.data(), first, values.size() * sizeof(float));
  return values;
}

float real_of(const SQLite::Column& column) {
  return column.isNull() ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(column.getDouble());
}

// Rows of several prediction sets as they are read, set by set, samples ascending in each.
struct StoredRows {
  std::vector<std::pair<uint32_t, size_t>> order;  // position in the data set, row here
  std::vector<std::string> record, patient;
  std::vector<float> raw;
  std::vector<int8_t> labels;
};

void read_raw(Statements& sql, int64_t set, StoredRows& rows) {
  Prepared select =
      sql("SELECT s.position, s.record, s.patient, p.raw, p.output FROM prediction p CROSS JOIN sample s ON "
          "s.id = p.sample WHERE p.prediction_set = ?1 ORDER BY p.sample, p.output",
          set);
  while (select.executeStep()) {
    if (select.getColumn(4).getInt() == 0) {
      rows.order.emplace_back(static_cast<uint32_t>(select.getColumn(0).getInt64()), rows.record.size());
      rows.record.push_back(select.getColumn(1).getString());
      rows.patient.push_back(select.getColumn(2).getString());
    }
    rows.raw.push_back(real_of(select.getColumn(3)));
  }
}

// In the order of the rows, which are those of the set from `first` on.
void read_labels(Statements& sql, int64_t set, const std::map<int64_t, size_t>& columns, size_t first,
                 StoredRows& rows) {
  rows.labels.resize(rows.record.size() * columns.size(), -1);
  Prepared select =
      sql("SELECT p.sample, l.class, l.label FROM prediction p CROSS JOIN sample_label l ON l.sample = "
          "p.sample WHERE p.prediction_set = ?1 AND p.output = 0 ORDER BY p.sample",
          set);
  int64_t sample = -1;
  size_t row = first;
  while (select.executeStep()) {
    const int64_t now = select.getColumn(0).getInt64();
    if (sample >= 0 && now != sample) ++row;
    sample = now;
    if (!select.getColumn(2).isNull())
      rows.labels[row * columns.size() + columns.at(select.getColumn(1).getInt64())] =
          static_cast<int8_t>(select.getColumn(2).getInt());
  }
}

template <typename T>
void append_row(std::vector<T>& out, const std::vector<T>& from, size_t row, size_t width) {
  const auto begin = from.begin() + static_cast<std::ptrdiff_t>(row * width);
  out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
}

}  // namespace

std::optional<Reader::StoredPredictions> Reader::predictions(const std::string& job, const std::string& stage,
                                                             const std::string& part) const {
  Statements& sql = state_->sql;
  std::vector<int64_t> sets;
  StoredPredictions result;
  for (const int64_t source : source_jobs(sql, job)) {
    Prepared find =
        sql("SELECT id, link, outputs FROM prediction_set WHERE job = ?1 AND stage = ?2 AND part = ?3",
            source, stage, part);
    if (!find.executeStep()) continue;
    sets.push_back(find.getColumn(0).getInt64());
    result.link = find.getColumn(1).getString();
    result.outputs = static_cast<size_t>(find.getColumn(2).getInt64());
  }
  if (sets.empty()) return std::nullopt;

  std::map<int64_t, size_t> columns;  // of class row ids
  Prepared about = sql(
      "SELECT j.task, k.id, k.name FROM job j LEFT JOIN class k ON k.data_set = j.data_set WHERE j.name = "
      "?1 ORDER BY k.position",
      job);
  while (about.executeStep()) {
    result.task = about.getColumn(0).getString();
    if (about.getColumn(1).isNull()) continue;
    columns[about.getColumn(1).getInt64()] = result.classes.size();
    result.classes.push_back(about.getColumn(2).getString());
  }

  StoredRows rows;
  for (const int64_t set : sets) {
    const size_t first = rows.record.size();
    read_raw(sql, set, rows);
    read_labels(sql, set, columns, first, rows);
  }
  std::sort(rows.order.begin(), rows.order.end());  // by sample; of one sample in the order of the sets
  result.raw.reserve(rows.raw.size());
  result.labels.reserve(rows.labels.size());
  for (const auto& [position, row] : rows.order) {
    result.sample.push_back(position);
    result.record.push_back(std::move(rows.record[row]));
    result.patient.push_back(std::move(rows.patient[row]));
    append_row(result.raw, rows.raw, row, result.outputs);
    append_row(result.labels, rows.labels, row, columns.size());
  }
  return result;
}

metrics::Scores scores_of(const Reader::StoredPredictions& stored) {
  metrics::Scores scores;
  scores.samples = stored.record.size();
  scores.outputs = stored.outputs;
  scores.score = metrics::apply_link(metrics::parse_link(stored.link), stored.raw, stored.outputs);
  scores.label = stored.labels;
  return scores;
}

std::vector<std::string> Reader::stages(const std::string& job) const {
  std::vector<std::string> stages;
  for (const int64_t source : source_jobs(state_->sql, job)) {
    Prepared select =
        state_->sql("SELECT stage FROM prediction_set WHERE job = ?1 AND part = 'test' ORDER BY id", source);
    while (select.executeStep()) {
      std::string stage = select.getColumn(0).getString();
      if (std::find(stages.begin(), stages.end(), stage) == stages.end()) stages.push_back(std::move(stage));
    }
  }
  return stages;
}

std::vector<RegionSumsRecord> Reader::region_sums(const std::string& job) const {
  std::vector<RegionSumsRecord> records;
  for (const int64_t source : source_jobs(state_->sql, job)) {
    Prepared select = state_->sql(
        "SELECT w.stage, w.part, w.kind, s.position, w.region, w.sum, w.steps FROM region_weight w CROSS "
        "JOIN sample s ON s.id = w.sample WHERE w.job = ?1 ORDER BY w.stage, w.part, w.kind, w.sample, "
        "w.region",
        source);
    RegionSumsRecord* record = nullptr;
    while (select.executeStep()) {
      if (select.getColumn(4).getInt() == 0) {
        const std::string stage = select.getColumn(0), part = select.getColumn(1), kind = select.getColumn(2);
        const auto is_ours = [&](const RegionSumsRecord& r) {
          return r.stage == stage && r.part == part && r.kind == kind;
        };
        if (!record || !is_ours(*record)) {
          const auto found = std::find_if(records.begin(), records.end(), is_ours);
          record = found != records.end()
                       ? &*found
                       : &records.emplace_back(RegionSumsRecord{stage, part, kind, {}, {}, {}});
        }
        record->samples.push_back(static_cast<uint32_t>(select.getColumn(3).getInt64()));
      }
      record->sums.push_back(real_of(select.getColumn(5)));
      record->steps.push_back(select.getColumn(6).getInt());
    }
  }
  return records;
}

Reader::TraceValues Reader::trace_values(int64_t trace) const {
  Prepared select = state_->sql("SELECT weights, signal_mv FROM trace WHERE id = ?1", trace);
  if (!select.executeStep()) return {};
  return {floats_of(select.getColumn(0)), floats_of(select.getColumn(1))};
}

}  // namespace purkinje::db
