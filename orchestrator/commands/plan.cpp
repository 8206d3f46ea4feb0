// `purkinje plan`: what an experiment would run, what is done already, and what the rest would cost.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "data/catalogue.h"
#include "data/prepare.h"
#include "db/reader.h"
#include "orchestrator/artefacts.h"
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

// The jobs that make one artefact.
struct ArtefactJobs {
  std::string name;
  std::set<uint64_t> seeds;
  std::set<int> folds;
  Count count;
};

struct Overview {
  Experiment experiment;
  std::optional<Plan> plan;  // nothing where the data is not prepared yet
  Count training, artefact, derived;
  std::vector<ArtefactJobs> artefacts;  // as the experiment lists them

  Count all() const {
    return {training.all + artefact.all + derived.all, training.done + artefact.done + derived.done,
            training.failed + artefact.failed + derived.failed};
  }
  Count& of(db::JobKind kind) {
    return kind == db::JobKind::training ? training : kind == db::JobKind::artefact ? artefact : derived;
  }
  std::string database;           // what is known of it
  std::optional<double> seconds;  // of what is left to train, one after the other
  int trainers = 1;               // at once on this machine
};

// Thrown inside make_plan() where a set is not there yet.
struct NotPrepared {};

// What would stop the preparation is said now, where the databases are at hand.
void check_unprepared(const Experiment& experiment, const std::filesystem::path& root,
                      const std::filesystem::path& cache) {
  std::set<std::string> seen;
  for (const auto& variant : experiment.variants) {
    if (!seen.insert(variant.data.dump()).second) continue;
    const data::PrepareRequest request{variant.data, root, cache};
    if (!data::find_prepared(request) && data::missing_folder(variant.data.at("set"), root).empty())
      data::check_records(request);
  }
}

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
    check_unprepared(experiment, root, cache);
    return std::nullopt;
  }
}

ArtefactJobs& jobs_of(Overview& overview, const std::string& name) {
  for (auto& artefact : overview.artefacts)
    if (artefact.name == name) return artefact;
  return overview.artefacts.emplace_back(ArtefactJobs{name, {}, {}, {}});
}

void count_in(Count& count, const std::string& state) {
  ++count.all;
  count.done += state == "done" ? 1 : 0;
  count.failed += state == "failed" ? 1 : 0;
}

void count_artefact(Overview& overview, const std::string& name, uint64_t seed, int fold,
                    const std::string& state) {
  count_in(overview.artefact, state);
  auto& jobs = jobs_of(overview, name);
  jobs.seeds.insert(seed);
  jobs.folds.insert(fold);
  count_in(jobs.count, state);
}

// Without prepared data no job has an identity, but their number is known.
void count_unprepared(Overview& overview) {
  const auto& experiment = overview.experiment;
  const auto seeds = experiment.seeds.size();
  std::map<std::string, size_t> folds_by_name;
  std::set<std::string> seen;
  for (const auto& variant : experiment.variants) {
    const auto folds = static_cast<size_t>(folds_of(variant));
    folds_by_name[variant.name] = folds;
    overview.training.all += seeds * folds;
    if (folds > 1) overview.derived.all += seeds;
    for (const auto& use : artefact_uses(variant.training))
      for (const auto& artefact : experiment.artefacts)
        for (const auto user_seed : experiment.seeds)
          for (size_t fold = 0; use.name == artefact.name && fold < folds; ++fold) {
            const auto [seed, protocol] = seed_and_protocol(artefact, variant.protocol, user_seed);
            if (seen.insert(canonical_text({use.name, variant.data, protocol, seed, fold})).second)
              count_artefact(overview, use.name, seed, static_cast<int>(fold), "");
          }
  }
  for (const auto& ensemble : experiment.ensembles) {
    const auto folds = folds_by_name.at(ensemble.members.front());
    overview.derived.all += seeds * (folds > 1 ? folds + 1 : folds);
  }
}

// What is expected to take as long as this job: the others of its variants, or of its artefact.
std::vector<std::string> alike(const PlannedJob& job) {
  if (job.record.kind == db::JobKind::artefact) return {"artefact " + job.artefact};
  std::vector<std::string> names;
  for (const auto v : job.variants) names.push_back("variant " + std::to_string(v));
  return names;
}

// Mean seconds of the finished jobs of each variant and artefact.
std::map<std::string, double> mean_seconds(const Plan& plan, const std::map<std::string, double>& finished) {
  std::map<std::string, std::pair<double, int>> sums;
  for (const auto& job : plan.jobs)
    if (const auto found = finished.find(job.record.id); found != finished.end())
      for (const auto& name : alike(job)) {
        sums[name].first += found->second;
        ++sums[name].second;
      }
  std::map<std::string, double> means;
  for (const auto& [name, sum] : sums) means[name] = sum.first / sum.second;
  return means;
}

void add_cost(Overview& overview, const std::map<std::string, std::string>& states,
              const std::map<std::string, double>& finished) {
  const auto means = mean_seconds(*overview.plan, finished);
  if (means.empty()) return;
  double all = 0, total = 0;
  for (const auto& [name, seconds] : means) all += seconds;
  for (const auto& job : overview.plan->jobs) {
    const auto state = states.find(job.record.id);
    if (job.record.kind == db::JobKind::derived || (state != states.end() && state->second != "pending"))
      continue;
    const auto own = means.find(alike(job).front());
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
                    "WHERE j.kind <> 'derived' AND a.train_seconds IS NOT NULL")
             .rows)
      finished[std::get<std::string>(row[0])] = std::get<double>(row[1]);
  }
  for (const auto& job : overview.plan->jobs) {
    const auto found = states.find(job.record.id);
    const auto state = found == states.end() ? "" : found->second;
    if (job.record.kind == db::JobKind::artefact)
      count_artefact(overview, job.artefact, job.record.seed, job.record.fold.value_or(0), state);
    else
      count_in(overview.of(job.record.kind), state);
  }
  add_cost(overview, states, finished);
}

Overview overview_of(const Options& options) {
  Overview overview;
  overview.experiment = load_experiment(options.experiment, options.profile, options.overrides);
  for (const auto& artefact : overview.experiment.artefacts) jobs_of(overview, artefact.name);
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

// "gan_S x 3 seeds x 5 folds".
std::string replicates_words(const ArtefactJobs& jobs) {
  if (jobs.count.all != jobs.seeds.size() * jobs.folds.size())
    return fmt::format("{} x {}", jobs.name, jobs.count.all);
  auto words = fmt::format("{} x {}", jobs.name, plural(jobs.seeds.size(), "seed"));
  if (jobs.folds.size() > 1) words += fmt::format(" x {}", plural(jobs.folds.size(), "fold"));
  return words;
}

// Kinds that the experiment has none of are not worth a word.
std::string kinds_words(const Overview& overview, const std::function<std::string(const Count&)>& number) {
  std::string words = number(overview.training) + (overview.training.all == 1 ? " training" : " trainings");
  if (overview.artefact.all > 0)
    words += fmt::format(", {} artefact{}", number(overview.artefact), overview.artefact.all == 1 ? "" : "s");
  if (overview.derived.all > 0)
    words += fmt::format(", {} evaluation{} derived from them", number(overview.derived),
                         overview.derived.all == 1 ? "" : "s");
  return words;
}

void print_jobs(const Overview& overview) {
  const auto& experiment = overview.experiment;
  fmt::print("jobs      {} ({}, up to {})\n",
             kinds_words(overview, [](const Count& count) { return std::to_string(count.all); }),
             plural(experiment.seeds.size(), "seed"), plural(static_cast<size_t>(experiment.folds), "fold"));
  if (overview.artefact.all == 0) return;
  std::vector<std::string> words;
  for (const auto& artefact : overview.artefacts) words.push_back(replicates_words(artefact));
  fmt::print("          {}: {}\n", plural(overview.artefact.all, "artefact"), fmt::join(words, ", "));
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
  for (const auto& ensemble : experiment.ensembles) width = std::max(width, ensemble.name.size());
  fmt::print("variants  {}\n", experiment.variants.size());
  for (const auto& variant : experiment.variants)
    fmt::print("  {:<{}}  {}\n", variant.name, width, settings_words(variant.settings));
  if (!experiment.ensembles.empty()) fmt::print("ensembles {}\n", experiment.ensembles.size());
  for (const auto& ensemble : experiment.ensembles)
    fmt::print("  {:<{}}  {} of {}\n", ensemble.name, width, ensemble.method,
               fmt::join(ensemble.members, ", "));
  print_jobs(overview);
  for (const auto& note : overview.plan ? overview.plan->notes : experiment.notes)
    fmt::print("note      {}\n", note);
  if (!overview.plan) {
    fmt::print("done      unknown until the data is prepared\n");
    return;
  }
  fmt::print("done      {}; {}\n",
             kinds_words(overview,
                         [](const Count& count) { return fmt::format("{} of {}", count.done, count.all); }),
             overview.database);
  if (const auto failed = overview.all().failed; failed > 0)
    fmt::print("failed    {} for good (purkinje status says why)\n", plural(failed, "job"));
  fmt::print("to run    {}\n",
             kinds_words(overview, [](const Count& count) { return std::to_string(count.left()); }));
  if (overview.training.left() + overview.artefact.left() == 0)
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
  out["ensembles"] = Json::array();
  for (const auto& ensemble : experiment.ensembles)
    out["ensembles"].push_back({{"name", ensemble.name},
                                {"title", ensemble.title},
                                {"method", ensemble.method},
                                {"members", ensemble.members}});
  out["artefacts"] = Json::array();
  for (const auto& artefact : overview.artefacts) {
    auto entry = count_json(artefact.count);
    entry["name"] = artefact.name;
    entry["seeds"] = artefact.seeds;
    out["artefacts"].push_back(entry);
  }
  out["notes"] = overview.plan ? overview.plan->notes : experiment.notes;
  out["training"] = count_json(overview.training);
  out["artefact"] = count_json(overview.artefact);
  out["derived"] = count_json(overview.derived);
  if (!overview.plan) return out;
  out["digest"] = overview.plan->revision.digest;
  out["jobs"] = Json::array();
  for (const auto& job : overview.plan->jobs)
    out["jobs"].push_back({{"id", job.record.id},
                           {"kind", db::to_string(job.record.kind)},
                           {"procedure", job.record.procedure},
                           {"variant", overview.plan->revision.variants[job.variants.front()].name},
                           {"artefact", job.artefact.empty() ? Json() : Json(job.artefact)},
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
