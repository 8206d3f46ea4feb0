// purkinje db: care of database files.
#include <fmt/format.h>

#include <memory>

#include "base/error.h"
#include "db/check.h"
#include "db/diff.h"
#include "db/reader.h"
#include "db/recompute.h"
#include "db/writer.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/table_format.h"

namespace purkinje::orchestrator {
namespace {

struct DbOptions {
  std::string database = "results.db";
  std::string other, target, job, reason;
  double tolerance = 0;
  size_t limit = 20;
};

int64_t count(size_t number) {
  return static_cast<int64_t>(number);
}

int snapshot(const DbOptions& options) {
  db::Reader(options.database).snapshot(options.target);
  fmt::print("{} copied to {}\n", options.database, options.target);
  return 0;
}

int migrate(const DbOptions& options) {
  if (!std::filesystem::exists(options.database)) throw InputError(options.database + ": no such database");
  const int before = db::Writer(options.database).version_found();
  const auto version =
      std::get<int64_t>(db::Reader(options.database).query("PRAGMA user_version").rows.at(0).at(0));
  fmt::print("{}: schema version {}{}\n", options.database, version,
             before == version ? ", nothing to do" : fmt::format(", was {}", before));
  return 0;
}

int check(const DbOptions& options) {
  const auto problems = db::check(db::Reader(options.database));
  for (const std::string& problem : problems) fmt::print("{}\n", problem);
  if (problems.empty()) fmt::print("{}: nothing wrong\n", options.database);
  return problems.empty() ? 0 : 1;
}

int diff(const DbOptions& options) {
  const auto result =
      db::diff(db::Reader(options.database), db::Reader(options.other), options.tolerance, options.limit);
  if (result.equal()) {
    fmt::print("no difference\n");
    return 0;
  }
  db::Table counts{{"table", "rows in A", "rows in B", "only in A", "only in B", "changed"}, {}};
  for (const db::DiffCount& c : result.counts) {
    if (c.only_a + c.only_b + c.changed == 0) continue;
    counts.rows.push_back(
        {c.table, count(c.rows_a), count(c.rows_b), count(c.only_a), count(c.only_b), count(c.changed)});
  }
  db::Table rows{{"table", "key", "column", "A", "B"}, {}};
  for (const db::Difference& d : result.differences) {
    if (rows.rows.size() < options.limit) rows.rows.push_back({d.table, d.key, d.column, d.a, d.b});
  }
  fmt::print("{}\n{}", as_table(counts), as_table(rows));
  if (rows.rows.size() < result.differences.size())
    fmt::print("only the first {} differences are shown (--limit N shows more)\n", rows.rows.size());
  return 1;
}

int recompute(const DbOptions& options) {
  const auto result = db::recompute(options.database);
  fmt::print("{} evaluations computed, {} changed, {} without stored predictions\n", result.evaluations,
             result.changes.size(), result.skipped);
  if (result.newer > 0)
    fmt::print("{} left alone: a newer purkinje computed them by definitions that this one does not have\n",
               result.newer);
  if (result.changes.empty()) return 0;
  size_t older = 0;
  db::Table table{{"job", "stage", "part", "added", "removed", "changed", "older", "largest difference"}, {}};
  for (const db::RecomputeChange& c : result.changes) {
    older += c.older;
    if (table.rows.size() >= options.limit) continue;
    table.rows.push_back({c.job.substr(0, 12), c.stage, c.part, count(c.added), count(c.removed),
                          count(c.changed), count(c.older), c.largest_difference});
  }
  if (older > 0)
    fmt::print("{} values were of an older version of their metric's definition and were computed again\n",
               older);
  fmt::print("\n{}", as_table(table));
  if (table.rows.size() < result.changes.size())
    fmt::print("and {} more (--limit N shows more)\n", result.changes.size() - table.rows.size());
  return 0;
}

int take_back(const DbOptions& options) {
  const std::string job = db::Reader(options.database).find_job(options.job);
  for (const std::string& name : db::Writer(options.database).void_job(job, options.reason)) {
    fmt::print("job {} runs again\n", name);
  }
  return 0;
}

}  // namespace

void add_db(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<DbOptions>();
  CLI::App* group =
      app.add_subcommand("db", "Care of databases: snapshot, migrate, check, diff, recompute, void");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, int (*run)(const DbOptions&),
                       bool named_by_option = true) {
    CLI::App* command = group->add_subcommand(name, help);
    if (named_by_option)
      command->add_option("--db", options->database, "The database")->capture_default_str();
    command->callback([options, run, &exit_code] { exit_code = run(*options); });
    return command;
  };
  add("snapshot", "A consistent copy, also while a sweep writes", snapshot)
      ->add_option("target", options->target, "The copy, which must not exist")
      ->required();
  add("migrate", "Bring an older database to this program's schema", migrate);
  add("check",
      "Is the file whole, and is no sample or patient in two parts of a split? Exit code 1 where not", check);
  CLI::App* compare =
      add("diff", "Compare two databases by natural keys: exit code 0 equal, 1 different", diff, false);
  compare->add_option("a", options->database, "One database")->required();
  compare->add_option("b", options->other, "The other")->required();
  compare->add_option("--tolerance", options->tolerance, "Relative difference of numbers that is none");
  compare->add_option("--limit", options->limit, "How many differences are printed")->capture_default_str();
  add("recompute", "Metrics, thresholds and curves again from the stored predictions", recompute)
      ->add_option("--limit", options->limit, "How many changes are printed")
      ->capture_default_str();
  CLI::App* back = add("void", "Take a job's result back: it runs again, and what needs it", take_back);
  back->add_option("job", options->job, "The job's id, or its beginning")->required();
  back->add_option("--reason", options->reason, "Why: kept with the attempt")->required();
}

}  // namespace purkinje::orchestrator
