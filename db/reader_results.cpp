// Reading by what one wants to know: states, revisions, artefacts, the numbers of tables.
#include <fmt/format.h>

#include "base/error.h"
#include "db/reader_state.h"

namespace purkinje::db {

std::string Reader::find_job(const std::string& prefix) const {
  Prepared select = state_->sql(
      "SELECT name FROM job WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name = ?1 DESC, name LIMIT 2",
      prefix);
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
    Prepared select = state_->sql("SELECT state FROM job WHERE name = ?1", id);
    if (select.executeStep()) states[id] = select.getColumn(0).getString();
    select.reset();
  }
  return states;
}

std::vector<Reader::Revision> Reader::revisions(const std::string& experiment) const {
  Prepared select = state_->sql(
      "SELECT r.experiment, r.profile, r.digest, r.resolved, d.fingerprint, d.stand_in, d.title, r.planned "
      "FROM revision r LEFT JOIN data_set d ON d.id = r.data_set WHERE ?1 = '' OR r.experiment = ?1 ORDER BY "
      "r.planned",
      experiment);
  std::vector<Revision> revisions;
  while (select.executeStep()) {
    const auto text = [&](int i) { return select.getColumn(i).getString(); };
    revisions.push_back(
        {text(0), text(1), text(2), text(3), text(4), text(5), text(6), select.getColumn(7).getInt64()});
  }
  return revisions;
}

std::optional<ArtefactRecord> Reader::artefact(const std::string& job) const {
  Prepared select = state_->sql(
      "SELECT a.file, a.sha256, a.description FROM artefact a JOIN job j ON j.id = a.job WHERE j.name = ?1",
      job);
  if (!select.executeStep()) return std::nullopt;
  return ArtefactRecord{select.getColumn(0).getString(), select.getColumn(1).getString(),
                        Json::parse(select.getColumn(2).getString())};
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

// The metrics of a binary task have no class, but its samples are counted under the name of its one class.
std::string class_of(const std::string& metric) {
  return metric == "prevalence" ? "(m.class = ?5 OR (?5 = '' AND j.task = 'binary'))" : "m.class = ?5";
}

}  // namespace

std::vector<Reader::CellValue> Reader::cell_values(const std::string& revision_digest,
                                                   const CellMetric& key) const {
  const std::string statement =
      "SELECT v.name, c.seed, c.fold, j.state, m.value, m.reason, j.reason, m.evaluation IS NOT NULL "
      "FROM revision r JOIN variant v ON v.revision = r.id JOIN cell c ON c.variant = v.id JOIN job j ON "
      "j.id = c.job "
      "LEFT JOIN evaluation e ON e.job = j.id AND e.part = ?2 AND e.stage = ?3 " +
      source_of(key.metric) + "ON m.evaluation = e.id AND m.name = ?4 AND " + class_of(key.metric) +
      " AND m.rule = ?6 AND m.chosen_on = ?7 "
      "WHERE r.digest = ?1 AND iif(?8, c.fold IS NULL OR NOT EXISTS (SELECT 1 FROM cell p WHERE p.variant = "
      "v.id "
      "AND p.fold IS NULL), c.fold IS NOT NULL) ORDER BY v.position, c.seed, c.fold";
  Prepared select = state_->sql(statement.c_str(), revision_digest, key.part, key.stage, key.metric,
                                key.class_name, key.rule, key.chosen_on, key.pooled);
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
