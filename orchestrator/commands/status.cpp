// purkinje status: how far a sweep is, what failed and why, and how long it will take.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "base/json.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/progress.h"
#include "orchestrator/commands/run_state.h"
#include "orchestrator/commands/table_format.h"

namespace purkinje::orchestrator {
namespace {

struct StatusOptions {
  std::string database = "results.db";
  std::string experiment;
  bool watch = false, exit_code = false, json = false;
};

double now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string as_text(const ExperimentProgress& progress) {
  const int64_t all = progress.done + progress.failed + progress.pending;
  std::string text = fmt::format("{} ({}) on {}: {}/{} jobs done, {} {}, {} failed", progress.experiment,
                                 progress.profile, progress.data_set, progress.done, all,
                                 progress.running.size(), progress.begun, progress.failed);
  if (progress.time_left_s) text += fmt::format(", about {} left", as_duration(*progress.time_left_s));
  text += "\n";
  if (!progress.stand_in.empty()) text += fmt::format("  stand-in data: {}\n", progress.stand_in);
  for (const WaitingJobs& w : progress.waiting)
    text += fmt::format("  waiting: {} {} for {}\n", w.jobs, w.jobs == 1 ? "job waits" : "jobs wait", w.what);
  db::Table kinds{{"jobs", "done", progress.begun, "failed", "pending"}, {}};
  for (const KindProgress& k : progress.kinds)
    kinds.rows.push_back({k.kind, k.done, k.running, k.failed, k.pending});
  text += "\n" + as_table(kinds);
  db::Table variants{{"variant", "done", progress.begun, "failed", "pending"}, {}};
  for (const VariantProgress& v : progress.variants) {
    variants.rows.push_back({v.name, v.done, v.running, v.failed, v.pending});
  }
  text += "\n" + as_table(variants);
  if (!progress.running.empty()) {
    db::Table running{{progress.begun, "seed", "fold", "epoch", "loss", "since", "host", "device", "job"},
                      {}};
    for (const RunningAttempt& a : progress.running) {
      running.rows.push_back({a.variant, a.seed, a.fold ? db::Value(*a.fold) : db::Value(), a.epoch,
                              a.loss ? db::Value(*a.loss) : db::Value(), as_duration(a.elapsed_s), a.host,
                              a.device, a.job.substr(0, 12)});
    }
    text += "\n" + as_table(running);
  }
  return text;
}

Json as_json_object(const ExperimentProgress& progress) {
  Json object = {
      {"experiment", progress.experiment}, {"profile", progress.profile}, {"data_set", progress.data_set},
      {"stand_in", progress.stand_in},     {"done", progress.done},       {"failed", progress.failed},
      {"pending", progress.pending},       {"time_left_s", nullptr},      {"variants", Json::array()},
      {"running", Json::array()},          {"kinds", Json::array()},      {"waiting", Json::array()}};
  for (const KindProgress& k : progress.kinds)
    object["kinds"].push_back({{"kind", k.kind},
                               {"done", k.done},
                               {"running", k.running},
                               {"failed", k.failed},
                               {"pending", k.pending}});
  for (const WaitingJobs& w : progress.waiting)
    object["waiting"].push_back({{"jobs", w.jobs}, {"for", w.what}});
  if (progress.time_left_s) object["time_left_s"] = *progress.time_left_s;
  for (const VariantProgress& v : progress.variants) {
    object["variants"].push_back({{"name", v.name},
                                  {"done", v.done},
                                  {"running", v.running},
                                  {"failed", v.failed},
                                  {"pending", v.pending}});
  }
  for (const RunningAttempt& a : progress.running) {
    Json attempt = {{"job", a.job},   {"variant", a.variant}, {"seed", a.seed},           {"fold", nullptr},
                    {"host", a.host}, {"device", a.device},   {"elapsed_s", a.elapsed_s}, {"epoch", a.epoch},
                    {"loss", nullptr}};
    if (a.fold) attempt["fold"] = *a.fold;
    if (a.loss) attempt["loss"] = *a.loss;
    object["running"].push_back(attempt);
  }
  return object;
}

// One look; a new connection each time, so that a watcher never keeps the writer from ending cleanly.
int look(const StatusOptions& options, std::string& text) {
  const db::Reader reader(options.database);
  const RunState run = run_state(reader);
  const auto experiments =
      progress_of(reader, options.experiment, now_s(), run.state == RunState::State::stopped);
  const db::Table failures = failures_of(reader, options.experiment);
  if (options.json) {
    Json object = {
        {"run", {{"state", to_string(run.state)}, {"outcome", run.outcome}, {"sentence", run.sentence}}},
        {"experiments", Json::array()},
        {"failures", Json::parse(as_json(failures))}};
    for (const auto& progress : experiments) object["experiments"].push_back(as_json_object(progress));
    text = object.dump(2) + "\n";
  } else {
    for (const auto& progress : experiments) text += (text.empty() ? "" : "\n") + as_text(progress);
    if (experiments.empty()) text = "nothing was planned in this database yet\n";
    if (!failures.rows.empty()) text += "\nFailed attempts, newest first\n" + as_table(failures);
    if (!run.sentence.empty()) text += "\n" + run.sentence + "\n";
  }
  return outcome_of(experiments);
}

void status(const StatusOptions& options, int& exit_code) {
  int outcome = 75;
  while (true) {
    std::string text;
    outcome = look(options, text);
    if (options.watch && !options.json && isatty(STDOUT_FILENO) != 0) fmt::print("\033[H\033[2J");
    fmt::print("{}", text);
    std::fflush(stdout);
    if (!options.watch || outcome != 75) break;
    std::this_thread::sleep_for(std::chrono::seconds(2));
  }
  exit_code = options.exit_code ? outcome : 0;
}

}  // namespace

void add_status(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<StatusOptions>();
  CLI::App* command = app.add_subcommand("status", "Progress, failures with reasons, time left");
  command->add_option("--db", options->database, "The database")->capture_default_str();
  command->add_option("experiment", options->experiment, "Only this experiment");
  command->add_flag("--watch", options->watch, "Again every two seconds, until everything has ended");
  command->add_flag("--exit-code", options->exit_code, "0 all done, 1 some failed for good, 75 unfinished");
  command->add_flag("--json", options->json, "For programs");
  command->callback([options, &exit_code] { status(*options, exit_code); });
}

}  // namespace purkinje::orchestrator
