// `purkinje plan`: what an experiment would run, what is done already, and what the rest would cost.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include "data/catalogue.h"
#include "data/prepare.h"
#include "db/reader.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/experiment.h"
#include "orchestrator/identity.h"
#include "orchestrator/plan.h"
#include "orchestrator/preparation.h"

namespace purkinje::orchestrator {
namespace {

struct Options {
  std::string experiment, profile, db, cache, data;
  std::vector<std::string> overrides;
  bool json = false;
};

// Jobs of one kind: how many there are, are done, have failed for good.
struct Count {
  size_t all = 0, done = 0, failed = 0;
  size_t left() const { return all - done - failed; }
};

struct Overview {
  Experiment experiment;
  std::optional<Plan> plan;  // nothing where the data is not prepared yet
  Count training, derived;
  std::string database;           // what is known of it
  std::optional<double> seconds;  // of the trainings that are left, one after the other
  int trainers = 1;               // at once on this machine
};

// Thrown inside make_plan() where a set is not there yet.
struct NotPrepared {};

std::optional<Plan> plan_of(const Experiment& experiment, const Options& options) {
  const auto root = data::data_root(options.data);
  const auto cache = cache_root(options.cache);
  try {
    return make_plan(experiment, [&](const Json& block) {
      const data::PrepareRequest request{block, root, cache};
      auto manifest = data::find_prepared(request);
      if (!manifest) throw NotPrepared{};
      return std::pair{data::prepared_folder(request).string(), std::move(*manifest)};
    });
  } catch (const NotPrepared&) {
    return std::nullopt;
  }
}

// Without prepared data no job has an identity, but their number is known.
void count_unprepared(Overview& overview) {
  const auto seeds = overview.experiment.seeds.size();
  for (const auto& variant : overview.experiment.variants) {
    const auto folds = static_cast<size_t>(folds_of(variant));
    overview.training.all += seeds * folds;
    if (folds > 1) overview.derived.all += seeds;
  }
}

// Mean seconds of the finished trainings of each variant.
std::map<size_t, double> seconds_of_variants(const Plan& plan,
                                             const std::map<std::string, double>& finished) {
  std::map<size_t, std::pair<double, int>> sums;
  for (const auto& job : plan.jobs)
    if (const auto found = finished.find(job.record.id); found != finished.end())
      for (const auto v : job.variants) {
        sums[v].first += found->second;
        ++sums[v].second;
      }
  std::map<size_t, double> means;
  for (const auto& [v, sum] : sums) means[v] = sum.first / sum.second;
  return means;
}

void add_cost(Overview& overview, const std::map<std::string, std::string>& states,
              const std::map<std::string, double>& finished) {
  const auto means = seconds_of_variants(*overview.plan, finished);
  if (means.empty()) return;
  double all = 0, total = 0;
  for (const auto& [v, seconds] : means) all += seconds;
  for (const auto& job : overview.plan->jobs) {
    const auto state = states.find(job.record.id);
    if (job.record.kind != db::JobKind::training || (state != states.end() && state->second != "pending"))
      continue;
    const auto own = means.find(job.variants.front());
    total += own != means.end() ? own->second : all / static_cast<double>(means.size());
  }
  overview.seconds = total;
}

void count_planned(Overview& overview, const std::string& database) {
  std::map<std::string, std::string> states;
  std::map<std::string, double> finished;
  if (database.empty()) {
    overview.database = "no database was given (--db)";
  } else if (!std::filesystem::exists(database)) {
    overview.database = database + " does not exist yet";
  } else {
    const db::Reader reader(database);
    overview.database = database;
    std::vector<std::string> ids;
    for (const auto& job : overview.plan->jobs) ids.push_back(job.record.id);
    states = reader.job_states(ids);
    for (const auto& row :
         reader
             .query("SELECT j.name, a.train_seconds FROM job j JOIN attempt a ON a.id = j.attempt "
                    "WHERE j.kind = 'training' AND a.train_seconds IS NOT NULL")
             .rows)
      finished[std::get<std::string>(row[0])] = std::get<double>(row[1]);
  }
  for (const auto& job : overview.plan->jobs) {
    auto& count = job.record.kind == db::JobKind::derived ? overview.derived : overview.training;
    ++count.all;
    const auto state = states.find(job.record.id);
    if (state == states.end()) continue;
    count.done += state->second == "done" ? 1 : 0;
    count.failed += state->second == "failed" ? 1 : 0;
  }
  add_cost(overview, states, finished);
}

Overview overview_of(const Options& options) {
  Overview overview;
  overview.experiment = load_experiment(options.experiment, options.profile, options.overrides);
  if (!options.db.empty() && std::filesystem::exists(options.db))
    const db::Reader whose(options.db);  // a file that is no database is said whether or not there is a plan
  overview.plan = plan_of(overview.experiment, options);
  int threads = 1;
  for (const auto& variant : overview.experiment.variants)
    threads = std::max(threads, variant.resources.threads);
  overview.trainers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / threads);
  if (overview.plan)
    count_planned(overview, options.db);
  else
    count_unprepared(overview);
  return overview;
}

std::string duration(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  const auto minutes = static_cast<int64_t>(seconds / 60);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string settings_words(const Json& settings) {
  std::string words;
  for (const auto& [path, value] : settings.items())
    words += fmt::format("{}{}={}", words.empty() ? "" : " ", path,
                         value.is_string() ? value.get<std::string>() : value.dump());
  return words.empty() ? "(as the file says)" : words;
}

std::string plural(size_t n, const std::string& word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

void print(const Overview& overview, const Options& options) {
  const auto& experiment = overview.experiment;
  fmt::print("{}: {} (profile {})\n", experiment.name, experiment.title, experiment.profile);
  if (overview.plan) {
    for (const auto& set : overview.plan->data_sets)
      fmt::print("data      {}: {}, {} leads, {} steps at {} Hz\n", set.data_set,
                 plural(set.samples.size(), "example"), set.leads.size(), set.length, set.sample_rate_hz);
  } else {
    fmt::print("data      not prepared yet: purkinje data prepare {}{}\n", options.experiment,
               options.profile.empty() ? "" : " --profile " + options.profile);
  }
  size_t width = 0;
  for (const auto& variant : experiment.variants) width = std::max(width, variant.name.size());
  fmt::print("variants  {}\n", experiment.variants.size());
  for (const auto& variant : experiment.variants)
    fmt::print("  {:<{}}  {}\n", variant.name, width, settings_words(variant.settings));
  fmt::print("jobs      {} ({}, up to {}) and {} of pooled folds\n",
             plural(overview.training.all, "training"), plural(experiment.seeds.size(), "seed"),
             plural(static_cast<size_t>(experiment.folds), "fold"),
             plural(overview.derived.all, "evaluation"));
  if (!overview.plan) {
    fmt::print("done      unknown until the data is prepared\n");
    return;
  }
  fmt::print("done      {} of {} trainings, {} of {} evaluations; {}\n", overview.training.done,
             overview.training.all, overview.derived.done, overview.derived.all, overview.database);
  if (overview.training.failed + overview.derived.failed > 0)
    fmt::print("failed    {} for good (purkinje status says why)\n",
               plural(overview.training.failed + overview.derived.failed, "job"));
  fmt::print("to run    {}, {}\n", plural(overview.training.left(), "training"),
             plural(overview.derived.left(), "evaluation"));
  if (overview.training.left() == 0)
    fmt::print("cost      none\n");
  else if (overview.seconds)
    fmt::print("cost      about {} on {} at once\n", duration(*overview.seconds / overview.trainers),
               plural(static_cast<size_t>(overview.trainers), "trainer"));
  else
    fmt::print("cost      unknown: no training of this experiment has finished yet\n");
}

Json count_json(const Count& count) {
  return {{"all", count.all}, {"done", count.done}, {"failed", count.failed}, {"left", count.left()}};
}

Json as_json(const Overview& overview) {
  const auto& experiment = overview.experiment;
  Json out{
      {"experiment", experiment.name}, {"title", experiment.title}, {"profile", experiment.profile},
      {"seeds", experiment.seeds},     {"folds", experiment.folds}, {"prepared", overview.plan.has_value()},
      {"variants", Json::array()},     {"jobs", nullptr},           {"cost_s", nullptr}};
  for (const auto& variant : experiment.variants)
    out["variants"].push_back(
        {{"name", variant.name}, {"title", variant.title}, {"settings", variant.settings}});
  out["training"] = count_json(overview.training);
  out["derived"] = count_json(overview.derived);
  if (!overview.plan) return out;
  out["digest"] = overview.plan->revision.digest;
  out["jobs"] = Json::array();
  for (const auto& job : overview.plan->jobs)
    out["jobs"].push_back({{"id", job.record.id},
                           {"kind", db::to_string(job.record.kind)},
                           {"variant", experiment.variants[job.variants.front()].name},
                           {"seed", job.record.seed},
                           {"fold", job.record.fold ? Json(*job.record.fold) : Json()},
                           {"needs", job.record.needs}});
  if (overview.seconds) out["cost_s"] = *overview.seconds / overview.trainers;
  return out;
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("plan", "What an experiment would run, what is done already, what is left");
  const auto options = std::make_shared<Options>();
  command->add_option("experiment", options->experiment, "the experiment's YAML file")->required();
  command->add_option("--profile", options->profile,
                      "a profile of the file (default: full, the file itself)");
  command->add_option("--set", options->overrides, "override a setting: training.epochs=3")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--db", options->db, "count what is done in this database");
  command->add_option("--cache", options->cache, "folder of prepared data sets");
  command->add_option("--data", options->data, "folder of the ECG databases");
  command->add_flag("--json", options->json, "as JSON, with every job");
  command->callback([options, &exit_code] {
    const auto overview = overview_of(*options);
    if (options->json)
      fmt::print("{}\n", as_json(overview).dump(2));
    else
      print(overview, *options);
    exit_code = 0;
  });
}

}  // namespace purkinje::orchestrator
