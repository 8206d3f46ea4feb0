// purkinje show: everything about one job.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "db/reader.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/table_format.h"

namespace purkinje::orchestrator {
namespace {

struct ShowOptions {
  std::string database = "results.db";
  std::string job;
};

void print(const char* title, const db::Table& table) {
  if (!table.rows.empty()) fmt::print("\n{}\n{}", title, as_table(table));
}

// A row as lines "column  value", without what is empty.
void print_columns(const db::Table& table) {
  size_t width = 0;
  for (const std::string& name : table.columns) width = std::max(width, name.size());
  for (size_t k = 0; k < table.columns.size(); ++k) {
    const std::string text = value_text(table.rows.at(0)[k]);
    if (!text.empty()) fmt::print("{:<{}}  {}\n", table.columns[k], width, text);
  }
}

void show(const ShowOptions& options) {
  const db::Reader reader(options.database);
  const std::string id = reader.find_job(options.job);
  const std::vector<db::Value> job = {id};
  const auto ask = [&](const char* sql) { return reader.query(sql, job); };

  print_columns(
      ask("SELECT job, kind, procedure, task, state, reason, waits_for, data_set, seed, fold, parameters, "
          "weights_file, "
          "identity FROM v_job WHERE job = ?1"));
  print("Cells",
        ask("SELECT experiment, profile, variant, seed, fold, newest, substr(revision, 1, 12) AS revision "
            "FROM v_cell WHERE job = ?1"));
  print("Needs",
        ask("SELECT need AS job, kind, procedure, seed, fold, state, reason FROM v_need WHERE job = ?1 "
            "ORDER BY position"));
  print("Artefact (its file lies in the run folder)",
        ask("SELECT file, sha256, users, users_done, description FROM v_artefact WHERE job = ?1 AND file IS "
            "NOT "
            "NULL"));
  print("Needed by", ask("SELECT j.job, j.kind, j.procedure, j.seed, j.fold, j.state, j.reason FROM v_need n "
                         "JOIN v_job j ON "
                         "j.job_id = n.job_id WHERE n.need = ?1 ORDER BY j.job_id"));
  print("Attempts",
        ask("SELECT attempt, generation, outcome, failure, message, host, device, started, ended, "
            "train_seconds, counts, environment FROM v_attempt WHERE job = ?1 ORDER BY attempt"));
  print("Last epoch",
        ask("SELECT a.id AS attempt, s.stage, s.part, s.measure, v.epoch, v.value FROM job j "
            "JOIN attempt a ON a.job = j.id JOIN epoch_series s ON s.attempt = a.id "
            "JOIN epoch_value v ON v.series = s.id WHERE j.name = ?1 AND v.epoch = "
            "(SELECT max(epoch) FROM epoch_value w WHERE w.series = s.id) ORDER BY 1, 2, 3, 4"));
  print("Predictions",
        ask("SELECT s.stage, s.part, s.link, s.outputs, (SELECT count(DISTINCT sample) FROM prediction p "
            "WHERE p.prediction_set = s.id) AS samples FROM job j JOIN prediction_set s ON s.job = j.id "
            "WHERE j.name = ?1"));
  print("Example traces (the numbers: v_trace)",
        ask("SELECT t.stage, t.kind, t.class, x.record, x.patient, length(t.weights) / 4 AS steps, "
            "length(t.signal_mv) / 4 AS "
            "signal_values FROM job j JOIN trace t ON t.job = j.id JOIN sample x ON x.id = t.sample "
            "WHERE j.name = ?1 ORDER BY t.id"));
  print("Thresholds",
        ask("SELECT e.stage, e.part, t.class, t.rule, t.chosen_on, t.value, t.reason FROM job j "
            "JOIN evaluation e ON e.job = j.id JOIN threshold t ON t.evaluation = e.id WHERE j.name = ?1"));
  print(
      "Confusion (largest score)",
      ask("SELECT e.stage, e.part, x.truth, x.decided, x.count FROM job j JOIN evaluation e ON e.job = j.id "
          "JOIN confusion x ON x.evaluation = e.id WHERE j.name = ?1"));
  print("Metrics",
        ask("SELECT e.stage, e.part, m.name AS metric, m.class, m.rule, m.chosen_on, m.value, m.reason "
            "FROM job j JOIN evaluation e ON e.job = j.id JOIN metric m ON m.evaluation = e.id "
            "WHERE j.name = ?1"));
}

}  // namespace

void add_show(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand("show", "Everything about one job and its attempts");
  command->add_option("--db", options->database, "The database")->capture_default_str();
  command->add_option("job", options->job, "The job's id, or its beginning")->required();
  command->callback([options, &exit_code] {
    show(*options);
    exit_code = 0;
  });
}

}  // namespace purkinje::orchestrator
