#include "orchestrator/plan.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <unordered_map>

#include "orchestrator/identity.h"
#include "orchestrator/planning.h"

namespace purkinje::orchestrator {
namespace {

constexpr int kPoolVersion = 1;
constexpr size_t kProblemsShown = 20;

class Planner {
 public:
  Planner(const Tables& tables, const SplitFunctions& splits, const Experiment& experiment)
      : tables_(tables), splits_(splits), experiment_(experiment) {}

  // Seeds outermost, then folds, then variants: the first results show every row of the table, and each
  // further seed makes all of them firmer.
  Plan run(const PreparedLookup& prepared) {
    find_data_sets(prepared);
    check_splits();
    begin_revision();
    for (const auto seed : experiment_.seeds) {
      for (int fold = 0; fold < experiment_.folds; ++fold)
        for (size_t v = 0; v < experiment_.variants.size(); ++v)
          if (fold < folds_of(experiment_.variants[v])) add_training(v, seed, fold);
      for (size_t v = 0; v < experiment_.variants.size(); ++v)
        if (folds_of(experiment_.variants[v]) > 1) add_pool(v, seed);
    }
    return std::move(plan_);
  }

 private:
  void find_data_sets(const PreparedLookup& prepared) {
    std::map<std::string, size_t> by_request, by_fingerprint;
    for (const auto& variant : experiment_.variants) {
      const auto request = canonical_text(variant.data);
      auto known = by_request.find(request);
      if (known == by_request.end()) {
        auto [folder, manifest] = prepared(variant.data);
        const auto [position, is_new] =
            by_fingerprint.try_emplace(manifest.fingerprint, plan_.data_sets.size());
        if (is_new) {
          plan_.data_sets.push_back(std::move(manifest));
          plan_.data_folders.push_back(std::move(folder));
        }
        known = by_request.emplace(request, position->second).first;
      }
      data_set_of_.push_back(known->second);
    }
  }

  const data::Manifest& manifest_of(size_t variant) const { return plan_.data_sets[data_set_of_[variant]]; }

  void check_splits() {
    Problems problems;
    std::set<std::string> checked;
    for (size_t v = 0; v < experiment_.variants.size(); ++v) {
      const auto& variant = experiment_.variants[v];
      const auto& manifest = manifest_of(v);
      if (experiment_.task == metrics::Task::binary && manifest.classes.size() != 1)
        problems.add(
            {},
            fmt::format("variant '{}': a binary task needs exactly one class, {} are prepared; name one in "
                        "data.classes",
                        variant.name, manifest.classes.size()));
      const bool may_straddle = variant.protocol.value("group", "patient") == "none";
      for (const auto seed : experiment_.seeds)
        for (int fold = 0; fold < folds_of(variant); ++fold) {
          const auto id =
              canonical_text(split_identity(variant.protocol, manifest.fingerprint, seed, fold, tables_));
          if (!checked.insert(id).second) continue;
          check_split(variant, manifest, seed, fold, may_straddle, problems);
        }
    }
    check_traces(problems);
    throw_first(problems);
  }

  void check_split(const Variant& variant, const data::Manifest& manifest, uint64_t seed, int fold,
                   bool may_straddle, Problems& problems) {
    const auto where = fmt::format("variant '{}', seed {}, fold {}", variant.name, seed, fold + 1);
    try {
      const auto split = splits_.make_split(variant.protocol, manifest, seed, fold);
      for (const auto& sentence : splits_.split_problems(split, manifest, may_straddle))
        problems.add({}, where + ": " + sentence);
    } catch (const InputError& error) {
      // The same for every fold: said once.
      if (refused_.insert(error.what()).second) problems.add({}, where + ": " + error.what());
    }
  }

  void check_traces(Problems& problems) {
    for (const auto& name : experiment_.trace_records) {
      bool found = false;
      std::vector<std::string> names;
      for (const auto& set : plan_.data_sets)
        for (const auto& sample : set.samples) {
          found = found || sample.record == name;
          names.push_back(sample.record);
        }
      if (!found)
        problems.add({"", 0, "keep.traces"},
                     fmt::format("no record '{}' in the data{}", name, suggestion(name, names)));
    }
  }

  static void throw_first(const Problems& problems) {
    Problems shown;
    for (size_t i = 0; i < problems.lines().size() && i < kProblemsShown; ++i)
      shown.add({}, problems.lines()[i]);
    if (problems.lines().size() > kProblemsShown)
      shown.add({}, fmt::format("... and {} more", problems.lines().size() - kProblemsShown));
    shown.throw_if_any();
  }

  void begin_revision() {
    auto& revision = plan_.revision;
    revision.experiment = experiment_.name;
    revision.profile = experiment_.profile;
    revision.digest = revision_digest(experiment_);
    revision.resolved = canonical_text(experiment_.resolved);
    revision.source = experiment_.source;
    if (!plan_.data_sets.empty()) revision.fingerprint = plan_.data_sets.front().fingerprint;
    for (const auto& variant : experiment_.variants)
      revision.variants.push_back({variant.name, variant.title, variant.settings});
    plan_.thresholds = experiment_.thresholds;
  }

  void add_training(size_t v, uint64_t seed, int fold) {
    const auto& variant = experiment_.variants[v];
    const auto& manifest = manifest_of(v);
    PlannedJob job;
    job.record.identity = training_identity(variant, experiment_.task, manifest.classes, manifest.fingerprint,
                                            seed, fold, tables_);
    job.record.id = identity_hash(job.record.identity);
    job.record.kind = db::JobKind::training;
    job.record.procedure = job.record.identity["procedure"];
    job.record.fingerprint = manifest.fingerprint;
    job.record.seed = seed;
    job.record.fold = fold;
    job.record.task = task_name(experiment_.task);
    job.request = variant.resources;
    job.data_set = data_set_of_[v];
    job.training.id = job.record.id;
    job.training.network = variant.network;
    job.training.network_options = variant.model_options;
    job.training.training = variant.training;
    job.training.protocol = variant.protocol;
    job.training.task = experiment_.task;
    job.training.classes = manifest.classes;
    job.training.seed = seed;
    job.training.fold = fold;
    job.training.data_folder = plan_.data_folders[job.data_set];
    job.training.data_fingerprint = manifest.fingerprint;
    job.training.threads = variant.resources.threads;
    job.training.keep_weights = experiment_.keep_weights;
    job.training.trace_records = experiment_.trace_records;
    folds_[{v, seed}].push_back(job.record.id);
    add(std::move(job), v);
  }

  void add_pool(size_t v, uint64_t seed) {
    const auto& manifest = manifest_of(v);
    PlannedJob job;
    job.record.needs = folds_[{v, seed}];
    job.record.identity = derived_identity("pool", kPoolVersion, job.record.needs);
    job.record.id = identity_hash(job.record.identity);
    job.record.kind = db::JobKind::derived;
    job.record.procedure = "pool";
    job.record.fingerprint = manifest.fingerprint;
    job.record.seed = seed;
    job.record.task = task_name(experiment_.task);
    job.request.devices = 0;
    job.data_set = data_set_of_[v];
    add(std::move(job), v);
  }

  // Each id once, in the order of its first use; the cell in any case.
  void add(PlannedJob job, size_t v) {
    plan_.cells.push_back({plan_.revision.digest, experiment_.variants[v].name, job.record.seed,
                           job.record.fold, job.record.id});
    const auto [position, is_new] = position_.try_emplace(job.record.id, plan_.jobs.size());
    if (is_new) plan_.jobs.push_back(std::move(job));
    plan_.jobs[position->second].variants.push_back(v);
  }

  const Tables& tables_;
  const SplitFunctions& splits_;
  const Experiment& experiment_;
  Plan plan_;
  std::vector<size_t> data_set_of_;
  std::set<std::string> refused_;
  std::map<std::pair<size_t, uint64_t>, std::vector<std::string>> folds_;
  std::unordered_map<std::string, size_t> position_;
};

}  // namespace

Plan make_plan_with(const Tables& tables, const SplitFunctions& splits, const Experiment& experiment,
                    const PreparedLookup& prepared) {
  return Planner(tables, splits, experiment).run(prepared);
}

}  // namespace purkinje::orchestrator
