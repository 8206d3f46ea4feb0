#include "orchestrator/commands/plan_overview.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>
#include <utility>

#include "data/catalogue/catalogue.h"
#include "data/preparation/prepare.h"
#include "db/reader.h"
#include "orchestrator/artefacts.h"
#include "orchestrator/commands/plan_cost.h"
#include "orchestrator/identity.h"
#include "orchestrator/preparation.h"

namespace purkinje::orchestrator {
namespace {

// Thrown inside make_plan() where a set is not there yet.
struct NotPrepared {};

// What would stop the preparation is said now, where the databases are at hand; what it would leave out is
// noted.
void check_unprepared(Experiment& experiment, const std::filesystem::path& root,
                      const std::filesystem::path& cache) {
  std::set<std::string> seen;
  for (const auto& variant : experiment.variants) {
    if (!seen.insert(variant.data.dump()).second) continue;
    const data::PrepareRequest request{variant.data, root, cache};
    if (!data::find_prepared(request))
      for (auto& note : data::check_records(request))
        if (seen.insert(note).second) experiment.notes.push_back(std::move(note));
  }
}

std::optional<Plan> plan_of(Experiment& experiment, const PlanOptions& options) {
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

ArtefactJobs& jobs_of(PlanOverview& overview, const std::string& name) {
  for (auto& artefact : overview.artefacts)
    if (artefact.name == name) return artefact;
  return overview.artefacts.emplace_back(ArtefactJobs{name, {}, {}, {}});
}

void count_in(JobCount& count, const std::string& state) {
  ++count.all;
  count.done += state == "done" ? 1 : 0;
  count.failed += state == "failed" ? 1 : 0;
}

void count_artefact(PlanOverview& overview, const std::string& name, uint64_t seed, int fold,
                    const std::string& state) {
  count_in(overview.artefact, state);
  auto& jobs = jobs_of(overview, name);
  jobs.seeds.insert(seed);
  jobs.folds.insert(fold);
  count_in(jobs.count, state);
}

// Without prepared data no job has an identity, but their number is known.
void count_unprepared(PlanOverview& overview) {
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

// What a database knows of jobs, by their ids.
struct Known {
  std::map<std::string, std::string> states;
  std::map<std::string, double> train_seconds;
};

Known known_of(const Plan& plan, const std::string& database) {
  const db::Reader reader(database);
  std::vector<std::string> ids;
  for (const auto& job : plan.jobs) ids.push_back(job.record.id);
  Known known{reader.job_states(ids), {}};
  for (const auto& row : reader
                             .query("SELECT j.name, a.train_seconds FROM job j JOIN attempt a ON a.id = "
                                    "j.attempt WHERE j.kind <> 'derived' AND a.train_seconds IS NOT NULL")
                             .rows)
    known.train_seconds[std::get<std::string>(row[0])] = std::get<double>(row[1]);
  return known;
}

void count_planned(PlanOverview& overview, const std::string& database) {
  Known known;
  overview.database = database;
  if (database.empty())
    overview.database = "no database was given (--db)";
  else if (!std::filesystem::exists(database))
    overview.database += " does not exist yet";
  else
    known = known_of(*overview.plan, database);
  for (const auto& job : overview.plan->jobs) {
    const auto found = known.states.find(job.record.id);
    const auto state = found == known.states.end() ? "" : found->second;
    if (job.record.kind == db::JobKind::artefact)
      count_artefact(overview, job.artefact, job.record.seed, job.record.fold.value_or(0), state);
    else
      count_in(job.record.kind == db::JobKind::training ? overview.training : overview.derived, state);
  }
  overview.seconds = seconds_left(*overview.plan, known.states, known.train_seconds);
}

}  // namespace

PlanOverview overview_of(const PlanOptions& options) {
  PlanOverview overview;
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

}  // namespace purkinje::orchestrator
