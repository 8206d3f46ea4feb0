// purkinje run: the sweep. Rank 0 plans, prepares and coordinates; every rank works.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <thread>

#include "base/error.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/coordinator.h"
#include "orchestrator/ingest.h"
#include "orchestrator/job_filter.h"
#include "orchestrator/mpi_hub.h"
#include "orchestrator/preparation.h"
#include "worker/in_process.h"
#include "worker/mpi_link.h"
#include "worker/worker.h"

namespace purkinje::orchestrator {
namespace {

constexpr long kLongestSeconds = 1'000'000'000;  // 30 years
constexpr int kSomeFailed = 1, kWrongInput = 2, kStopped = 75;

struct RunOptions {
  std::filesystem::path experiment, database = "results.db";
  std::string profile, data_root, cache;
  std::vector<std::string> overrides, filters;
  std::string time_limit;
};

// Set by signals only; lock-free, so a handler may write it.
std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void catch_stop_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGUSR2}) std::signal(number, [](int) { stop_requested = true; });
}

// "90", "15m", "8h", "1d12h", "01:30:00".
std::chrono::seconds parse_duration(const std::string& text) {
  long total = 0, number = 0;
  bool digits = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      digits = true;
      if (number > kLongestSeconds) throw InputError(fmt::format("--time-limit {} is too long", text));
      continue;
    }
    const long unit = c == 's' ? 1 : c == 'm' ? 60 : c == 'h' ? 3600 : c == 'd' ? 86400 : 0;
    if (c == ':' && digits)
      total = (total + number) * 60;
    else if (unit > 0 && digits)
      total += number * unit;
    else
      throw InputError(fmt::format("--time-limit {}: write it as 90, 15m, 8h or 01:30:00", text));
    number = 0;
    digits = c == ':';
  }
  return std::chrono::seconds(total + number);
}

Json describe_run(const RunOptions& options, int ranks) {
  char host[256] = {};
  ::gethostname(host, sizeof(host) - 1);
  return {{"host", host},
          {"pid", ::getpid()},
          {"ranks", ranks},
          {"experiment", options.experiment.string()},
          {"profile", options.profile},
          {"overrides", options.overrides},
          {"filters", options.filters},
          {"version", PURKINJE_VERSION}};
}

// The rank's own worker, with what went wrong in it kept for the end.
void work(std::unique_ptr<worker::WorkerLink> link, const std::filesystem::path& trainer,
          std::string& problem) {
  try {
    worker::WorkerSettings settings;
    settings.trainer = trainer;
    worker::Worker(std::move(link), settings).run();
  } catch (const std::exception& error) {
    problem = error.what();
  }
}

void say_outcome(SweepOutcome outcome, size_t jobs, const RunOptions& options) {
  const auto database = options.database.string();
  if (outcome == SweepOutcome::all_done)
    std::cerr << fmt::format("done: {} jobs are in {}\n", jobs, database);
  else if (outcome == SweepOutcome::some_failed)
    std::cerr << fmt::format("some jobs failed for good: purkinje status --db {} names them\n", database);
  else
    std::cerr << "stopped early: run the same command again to finish what is left\n";
}

// `dismissed` is set from where the coordinator answers for the workers: it tells them to leave, whatever
// happens.
int coordinate(const RunOptions& options, worker::CoordinatorLink& link, bool& dismissed) {
  const auto experiment = load_experiment(options.experiment, options.profile, options.overrides);
  std::optional<std::chrono::seconds> time_limit;
  if (!options.time_limit.empty()) time_limit = parse_duration(options.time_limit);
  db::Writer::check(options.database);
  const auto plan = make_plan(experiment, preparing_lookup(options.data_root, options.cache));
  const auto wanted = filter_jobs(plan, options.filters);

  db::Writer writer(options.database);
  const auto folder = worker::RunFolder::beside(options.database);
  folder.create();
  ProgressBar bar(experiment.name);
  const int recovered = ingest_spool(folder, writer, [&](const std::string& line) { bar.message(line); });
  if (recovered > 0)
    bar.message(fmt::format("{} finished results of an earlier run were in the spool", recovered));
  if (const auto lost = writer.mark_running_as_lost(); lost > 0)
    bar.message(fmt::format("{} attempts of an earlier run did not finish and start again", lost));
  for (const auto& manifest : plan.data_sets) writer.add_data_set(to_record(manifest));
  std::vector<db::JobRecord> records;
  for (const auto& job : plan.jobs) records.push_back(job.record);
  writer.add_plan(plan.revision, records, plan.cells);

  SweepProgress progress(plan, bar);
  CoordinatorSettings settings{
      options.database, folder, experiment.keep_weights, describe_run(options, link.ranks()),
      time_limit,       wanted};
  Coordinator coordinator(plan, settings, writer, link, progress);
  dismissed = true;
  const auto outcome = coordinator.run(stop_requested);
  bar.finish();
  say_outcome(outcome, wanted.size(), options);
  return outcome == SweepOutcome::all_done      ? 0
         : outcome == SweepOutcome::some_failed ? kSomeFailed
                                                : kStopped;
}

// Tells workers that never got a welcome to leave, so that one sentence is all that is seen of an early
// error.
void send_everyone_home(worker::CoordinatorLink& link) {
  for (int rank = 0; rank < link.ranks(); ++rank) link.send(rank, worker::encode(worker::Shutdown{}));
}

int run_rank_zero(const RunOptions& options, const MpiWorld& world) {
  worker::InProcessHub local(1);
  const auto hub = world.size() > 1 ? make_mpi_hub(world, local) : nullptr;
  worker::CoordinatorLink& link = hub ? *hub : local;
  const auto trainer = worker::find_trainer();
  std::string problem;
  std::thread own_worker([&] { work(local.worker_end(0), trainer, problem); });
  int exit_code = kWrongInput;
  bool dismissed = false;
  std::exception_ptr error;
  try {
    exit_code = coordinate(options, link, dismissed);
  } catch (...) {
    error = std::current_exception();
    if (!dismissed) send_everyone_home(link);
  }
  own_worker.join();
  if (error) std::rethrow_exception(error);
  if (!problem.empty()) throw EnvironmentError("the worker of rank 0 ended: " + problem);
  return exit_code;
}

int run_other_rank() {
  std::string problem;
  work(worker::make_mpi_worker_link(), worker::find_trainer(), problem);
  if (!problem.empty()) throw EnvironmentError("a worker ended: " + problem);
  return 0;
}

}  // namespace

void add_run(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  auto* run = app.add_subcommand("run", "Run what is left of an experiment; alone or under mpirun");
  run->add_option("experiment", options->experiment, "Experiment file (YAML)")->required();
  run->add_option("--db", options->database, "Database; made where it is missing")->capture_default_str();
  run->add_option("--profile", options->profile, "Named profile of the experiment");
  run->add_option("--set", options->overrides,
                  "Override, as in --set training.epochs=3 (may be given again)");
  run->add_option("--filter", options->filters,
                  "Only these cells, as in --filter variant=full,cnn_only seed=1 fold=0");
  run->add_option("--time-limit", options->time_limit,
                  "Stop gracefully after this long: 90, 15m, 8h, 01:30:00");
  add_folder_options(*run, options->data_root, options->cache);
  run->callback([options, &exit_code] {
    const MpiWorld world(nullptr, nullptr);
    catch_stop_signals();
    exit_code = world.rank() == 0 ? run_rank_zero(*options, world) : run_other_rank();
  });
}

}  // namespace purkinje::orchestrator
