// Reading by what one wants to know: states, revisions, predictions, the numbers of tables.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/error.h"
#include "db/reader_state.h"

namespace purkinje::db {

std::string Reader::find_job(const std::string& prefix) const {
  Prepared select = state_->sql(
      "SELECT name FROM job WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name = ?1 DESC, name LIMIT 2");
  select.bind(1, prefix);
  if (prefix.empty() || !select.executeStep()) {
    throw InputError(fmt::format("{}: no job begins with '{}'", state_->file.string(), prefix));
  }
  std::string name = select.getColumn(0).getString();
  if (name != prefix && select.executeStep()) {
    throw InputError(fmt::format("{}: several jobs begin with '{}', for example {} and {}",
                                 state_->file.string(), prefix, name, select.getColumn(0).getString()));
  }
  return name;
}

std::map<std::string, std::string> Reader::job_states(const std::vector<std::string>& ids) const {
  std::map<std::string, std::string> states;
  for (const std::string& id : ids) {
    Prepared select = state_->sql("SELECT state FROM job WHERE name = ?1");
    select.bind(1, id);
    if (select.executeStep()) states[id] = select.getColumn(0).getString();
    select.reset();
  }
  return states;
}

std::vector<Reader::Revision> Reader::revisions(const std::string& experiment) const {
  Prepared select = state_->sql(
      "SELECT r.experiment, r.profile, r.digest, r.resolved, d.fingerprint, d.stand_in, d.title, r.planned "
      "FROM revision r LEFT JOIN data_set d ON d.id = r.data_set WHERE ?1 = '' OR r.experiment = ?1 ORDER BY "
      "r.planned");
  select.bind(1, experiment);
  std::vector<Revision> revisions;
  while (select.executeStep()) {
    const auto text = [&](int i) { return select.getColumn(i).getString(); };
    revisions.push_back(
        {text(0), text(1), text(2), text(3), text(4), text(5), text(6), select.getColumn(7).getInt64()});
  }
  return revisions;
}

std::optional<Reader::StoredPredictions> Reader::predictions(const std::string& job, const std::string& stage,
                                                             const std::string& part) const {
  StoredPredictions result;
  Prepared about =
      state_->sql("SELECT j.id, j.task, j.data_set FROM job j WHERE j.name = ?1 AND state = 'done'");
  about.bind(1, job);
  if (!about.executeStep()) return std::nullopt;
  const int64_t job_id = about.getColumn(0).getInt64();
  result.task = about.getColumn(1).getString();
  const int64_t data_set = about.getColumn(2).getInt64();
  about.reset();

  // A job's own predictions, else those of its needs, as often as it takes (a pool of pools).
  std::vector<int64_t> sets;
  Prepared find = state_->sql(
      "WITH RECURSIVE source(job, place) AS (SELECT ?1, '' UNION SELECT n.need, s.place || printf('%06d', "
      "n.position) "
      "FROM source s JOIN job_need n ON n.job = s.job JOIN job j ON j.id = s.job WHERE j.kind = 'derived' "
      "AND NOT EXISTS (SELECT 1 FROM prediction_set p WHERE p.job = s.job)) "
      "SELECT p.id, p.link, p.outputs FROM source s JOIN prediction_set p ON p.job = s.job "
      "WHERE p.stage = ?2 AND p.part = ?3 ORDER BY s.place");
  find.bind(1, job_id);
  find.bind(2, stage);
  find.bind(3, part);
  while (find.executeStep()) {
    sets.push_back(find.getColumn(0).getInt64());
    result.link = find.getColumn(1).getString();
    result.outputs = static_cast<size_t>(find.getColumn(2).getInt64());
  }
  if (sets.empty()) return std::nullopt;

  Prepared classes = state_->sql("SELECT name FROM class WHERE data_set = ?1 ORDER BY position");
  classes.bind(1, data_set);
  while (classes.executeStep()) result.classes.push_back(classes.getColumn(0).getString());

  // One row a sample and set, in sample order over all sets: by (position, set).
  struct Row {
    std::string record, patient;
    std::vector<float> raw;
    std::vector<int8_t> labels;
  };
  std::map<std::pair<int64_t, size_t>, Row> rows;
  for (size_t k = 0; k < sets.size(); ++k) {
    Prepared raw = state_->sql(
        "SELECT s.position, s.record, s.patient, p.raw FROM prediction p CROSS JOIN sample s ON s.id = "
        "p.sample WHERE p.prediction_set = ?1 ORDER BY p.sample, p.output");
    raw.bind(1, sets[k]);
    while (raw.executeStep()) {
      Row& row = rows[{raw.getColumn(0).getInt64(), k}];
      if (row.raw.empty()) {
        row.record = raw.getColumn(1).getString();
        row.patient = raw.getColumn(2).getString();
      }
      row.raw.push_back(raw.getColumn(3).isNull() ? std::numeric_limits<float>::quiet_NaN()
                                                  : static_cast<float>(raw.getColumn(3).getDouble()));
    }
    Prepared labels = state_->sql(
        "SELECT s.position, l.label FROM prediction p CROSS JOIN sample s ON s.id = p.sample CROSS JOIN "
        "sample_label l ON l.sample = s.id JOIN class c ON c.id = l.class WHERE p.prediction_set = ?1 AND "
        "p.output = 0 ORDER BY p.sample, c.position");
    labels.bind(1, sets[k]);
    while (labels.executeStep()) {
      rows.at({labels.getColumn(0).getInt64(), k})
          .labels.push_back(labels.getColumn(1).isNull() ? int8_t{-1}
                                                         : static_cast<int8_t>(labels.getColumn(1).getInt()));
    }
  }
  result.raw.reserve(rows.size() * result.outputs);
  result.labels.reserve(rows.size() * result.classes.size());
  for (auto& [place, row] : rows) {
    result.record.push_back(std::move(row.record));
    result.patient.push_back(std::move(row.patient));
    result.raw.insert(result.raw.end(), row.raw.begin(), row.raw.end());
    result.labels.insert(result.labels.end(), row.labels.begin(), row.labels.end());
  }
  return result;
}

namespace {

// Where a cell's number is kept: a metric, a threshold itself, or the share of positives.
std::string source_of(const std::string& metric) {
  if (metric == "threshold")
    return "LEFT JOIN (SELECT evaluation, 'threshold' AS name, class, rule, chosen_on, value, reason FROM "
           "threshold) m ";
  if (metric == "prevalence")
    return "LEFT JOIN (SELECT evaluation, 'prevalence' AS name, class, '' AS rule, '' AS chosen_on, "
           "positives * 1.0 / nullif(positives + negatives, 0) AS value, iif(positives + negatives = 0, "
           "'no sample with a known label', NULL) AS reason FROM class_count) m ";
  return "LEFT JOIN metric m ";
}

}  // namespace

std::vector<Reader::CellValue> Reader::cell_values(const std::string& revision_digest,
                                                   const MetricKey& key) const {
  const std::string statement =
      "SELECT v.name, c.seed, c.fold, j.state, m.value, m.reason, j.reason, m.evaluation IS NOT NULL "
      "FROM revision r JOIN variant v ON v.revision = r.id JOIN cell c ON c.variant = v.id JOIN job j ON "
      "j.id = c.job "
      "LEFT JOIN evaluation e ON e.job = j.id AND e.part = ?2 AND e.stage = ?3 " +
      source_of(key.metric) +
      "ON m.evaluation = e.id AND m.name = ?4 AND m.class = ?5 AND m.rule = ?6 AND "
      "m.chosen_on = ?7 "
      "WHERE r.digest = ?1 AND iif(?8, c.fold IS NULL OR NOT EXISTS (SELECT 1 FROM cell p WHERE p.variant = "
      "v.id "
      "AND p.fold IS NULL), c.fold IS NOT NULL) ORDER BY v.position, c.seed, c.fold";
  Prepared select = state_->sql(statement.c_str());
  select.bind(1, revision_digest);
  select.bind(2, key.part);
  select.bind(3, key.stage);
  select.bind(4, key.metric);
  select.bind(5, key.class_name);
  select.bind(6, key.rule);
  select.bind(7, key.chosen_on);
  select.bind(8, key.pooled ? 1 : 0);
  std::vector<CellValue> values;
  while (select.executeStep()) {
    CellValue& cell = values.emplace_back();
    cell.variant = select.getColumn(0).getString();
    cell.seed = static_cast<uint64_t>(select.getColumn(1).getInt64());
    if (!select.getColumn(2).isNull()) cell.fold = select.getColumn(2).getInt();
    cell.job_state = select.getColumn(3).getString();
    if (!select.getColumn(4).isNull()) {
      cell.value = select.getColumn(4).getDouble();
    } else if (!select.getColumn(5).isNull()) {
      cell.reason = select.getColumn(5).getString();
    } else if (cell.job_state == "failed") {
      cell.reason = "the job failed: " + select.getColumn(6).getString();
    } else if (cell.job_state == "done") {
      cell.reason = fmt::format("{} was not computed for this cell", key.metric);
    } else {
      cell.reason = "not finished yet";
    }
  }
  return values;
}

}  // namespace purkinje::db
