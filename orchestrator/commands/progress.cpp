#include "orchestrator/commands/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "db/values.h"

namespace purkinje::orchestrator {
namespace {

using db::real_of;
using db::text_of;
using db::whole_of;

bool is_null(const db::Value& value) {
  return value.index() == 0;
}

void add_variants(const db::Reader& reader, const std::string& revision, ExperimentProgress& progress) {
  const db::Table counts = reader.query(
      "SELECT variant, count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'running'), "
      "count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'pending') "
      "FROM v_cell WHERE revision = ?1 GROUP BY variant_id ORDER BY variant_position",
      {revision});
  for (const auto& row : counts.rows) {
    progress.variants.push_back(
        {text_of(row[0]), whole_of(row[1]), whole_of(row[2]), whole_of(row[3]), whole_of(row[4])});
  }
}

// The jobs of a revision: those in its cells, and what they need.
std::string of_revision(const std::string& select) {
  return "WITH RECURSIVE planned(job) AS (SELECT c.job FROM revision r JOIN variant v ON v.revision = r.id "
         "JOIN "
         "cell c ON c.variant = v.id WHERE r.digest = ?1 UNION SELECT n.need FROM planned p JOIN job_need n "
         "ON "
         "n.job = p.job) " +
         select;
}

void add_kinds(const db::Reader& reader, const std::string& revision, ExperimentProgress& progress) {
  const db::Table kinds = reader.query(
      of_revision(
          "SELECT j.kind, count(*) FILTER (WHERE j.state = 'done'), count(*) FILTER (WHERE j.state = "
          "'running'), count(*) FILTER (WHERE j.state = 'failed'), count(*) FILTER (WHERE j.state = "
          "'pending') FROM planned p JOIN v_job j ON j.job_id = p.job GROUP BY j.kind ORDER BY j.kind = "
          "'derived', j.kind = 'training'"),
      {revision});
  for (const auto& row : kinds.rows) {
    const KindProgress& kind = progress.kinds.emplace_back(KindProgress{
        text_of(row[0]), whole_of(row[1]), whole_of(row[2]), whole_of(row[3]), whole_of(row[4])});
    progress.done += kind.done;
    progress.failed += kind.failed;
    progress.pending += kind.pending + kind.running;
  }
}

void add_waiting(const db::Reader& reader, const std::string& revision, ExperimentProgress& progress) {
  const db::Table artefacts = reader.query(
      of_revision(
          "SELECT substr(n.need, 1, 8), n.procedure, n.state, count(*) FROM planned p JOIN job j ON j.id = "
          "p.job JOIN v_need n ON n.job_id = j.id WHERE j.state = 'pending' AND n.kind = 'artefact' AND "
          "n.state <> 'done' GROUP BY n.need_id ORDER BY n.need_id"),
      {revision});
  for (const auto& row : artefacts.rows)
    progress.waiting.push_back(
        {whole_of(row[3]), fmt::format("artefact {} ({}, {})", text_of(row[0]), text_of(row[1]),
                                       text_of(row[2]) == "running" ? progress.begun : text_of(row[2]))});
  const db::Table others = reader.query(
      of_revision(
          "SELECT count(*) FROM planned p JOIN job j ON j.id = p.job WHERE j.state = 'pending' AND EXISTS "
          "(SELECT 1 FROM job_need n JOIN job m ON m.id = n.need WHERE n.job = j.id AND m.kind <> "
          "'artefact' AND m.state <> 'done')"),
      {revision});
  if (const int64_t jobs = whole_of(others.rows.at(0)[0]); jobs > 0)
    progress.waiting.push_back({jobs, "the predictions of other jobs"});
}

void add_running(const db::Reader& reader, const std::string& revision, double now_s,
                 ExperimentProgress& progress) {
  const db::Table attempts = reader.query(
      of_revision(
          "SELECT ifnull(c.variant, j.kind || ' (' || j.procedure || ')'), j.name, a.host, a.device, j.seed, "
          "j.fold, "
          "a.started_s, "
          "(SELECT max(v.epoch) FROM epoch_series s JOIN epoch_value v ON v.series = s.id WHERE s.attempt = "
          "a.id), "
          "(SELECT v.value FROM epoch_series s JOIN epoch_value v ON v.series = s.id WHERE s.attempt = a.id "
          "AND "
          "s.part = 'train' AND s.measure = 'loss' ORDER BY s.id DESC, v.epoch DESC LIMIT 1) "
          "FROM planned p JOIN job j ON j.id = p.job JOIN attempt a ON a.job = j.id AND a.outcome = "
          "'running' "
          "LEFT JOIN v_cell c ON c.job_id = j.id AND c.revision = ?1 GROUP BY a.id ORDER BY a.id"),
      {revision});
  for (const auto& row : attempts.rows) {
    RunningAttempt& attempt = progress.running.emplace_back();
    attempt.variant = text_of(row[0]);
    attempt.job = text_of(row[1]);
    attempt.host = text_of(row[2]);
    attempt.device = text_of(row[3]);
    attempt.seed = whole_of(row[4]);
    if (!is_null(row[5])) attempt.fold = whole_of(row[5]);
    attempt.elapsed_s = now_s - real_of(row[6]);
    attempt.epoch = whole_of(row[7]);
    if (!is_null(row[8])) attempt.loss = real_of(row[8]);
  }
}

// Work left over the pace of those that work: trainings left times their mean length (of the same variant
// where one has finished), less what the running ones have spent of a mean one, over how many run at once.
void estimate(const db::Reader& reader, const std::string& revision, ExperimentProgress& progress) {
  if (progress.running.empty()) return;
  const db::Table left = reader.query(
      "SELECT count(*), sum(ifnull((SELECT avg(d.train_seconds) FROM v_cell d WHERE d.variant_id = "
      "w.variant_id "
      "AND d.state = 'done' AND d.kind = 'training'), (SELECT avg(d.train_seconds) FROM v_cell d WHERE "
      "d.revision_id = w.revision_id AND d.state = 'done' AND d.kind = 'training'))) "
      "FROM (SELECT job_id, variant_id, revision_id FROM v_cell WHERE revision = ?1 AND kind = 'training' "
      "AND "
      "state IN ('pending', 'running') GROUP BY job_id) w",
      {revision});
  if (is_null(left.rows.at(0)[1])) return;
  double work_s = real_of(left.rows[0][1]);
  const double mean_s = work_s / static_cast<double>(whole_of(left.rows[0][0]));
  for (const RunningAttempt& attempt : progress.running) work_s -= std::min(attempt.elapsed_s, mean_s);
  progress.time_left_s = std::max(0.0, work_s) / static_cast<double>(progress.running.size());
}

}  // namespace

std::vector<ExperimentProgress> progress_of(const db::Reader& reader, const std::string& experiment,
                                            double now_s, bool stopped) {
  const db::Table revisions = reader.query(
      "SELECT experiment, profile, revision, data_set, stand_in FROM v_revision WHERE newest AND (?1 = '' OR "
      "experiment = ?1) ORDER BY planned",
      {experiment});
  if (revisions.rows.empty() && !experiment.empty()) {
    std::vector<std::string> known;
    for (const auto& row : reader.query("SELECT DISTINCT experiment FROM revision").rows)
      known.push_back(text_of(row[0]));
    throw InputError(fmt::format("{}: there is no experiment '{}'{}", reader.file().string(), experiment,
                                 suggestion(experiment, known)));
  }
  std::vector<ExperimentProgress> experiments;
  for (const auto& row : revisions.rows) {
    ExperimentProgress& progress = experiments.emplace_back();
    progress.experiment = text_of(row[0]);
    progress.profile = text_of(row[1]);
    const std::string revision = text_of(row[2]);
    progress.data_set = text_of(row[3]);
    progress.stand_in = text_of(row[4]);
    if (stopped) progress.begun = "cut off";
    add_kinds(reader, revision, progress);
    add_waiting(reader, revision, progress);
    add_variants(reader, revision, progress);
    add_running(reader, revision, now_s, progress);
    if (!stopped) estimate(reader, revision, progress);
  }
  return experiments;
}

db::Table failures_of(const db::Reader& reader, const std::string& experiment) {
  return reader.query(
      "SELECT experiment, profile, ifnull(variant, kind) AS variant, seed, fold, failure, message, "
      "job_state, host, substr(job, 1, "
      "12) AS job "
      "FROM v_failure WHERE outcome = 'failed' AND (?1 = '' OR experiment = ?1 OR (kind = 'artefact' AND "
      "EXISTS (SELECT 1 FROM v_need n JOIN v_cell c ON c.job_id = n.job_id AND c.newest WHERE n.need = "
      "v_failure.job AND c.experiment = ?1))) ORDER BY attempt DESC LIMIT 20",
      {experiment});
}

int outcome_of(const std::vector<ExperimentProgress>& experiments) {
  bool failed = false;
  for (const ExperimentProgress& progress : experiments) {
    if (progress.pending > 0) return 75;
    failed = failed || progress.failed > 0;
  }
  return experiments.empty() ? 75 : failed ? 1 : 0;
}

}  // namespace purkinje::orchestrator
