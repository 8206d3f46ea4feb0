#include "orchestrator/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "orchestrator/artefacts.h"
#include "orchestrator/identity.h"
#include "orchestrator/plan_check.h"
#include "orchestrator/planning.h"

namespace purkinje::orchestrator {
namespace {

constexpr const char* kPool = "pool";
constexpr int kPoolVersion = 2;  // 2: decisions by each fold's own threshold, too
constexpr const char* kEnsemble = "ensemble";
constexpr int kEnsembleVersion = 1;  // of what metrics/ensembles.h computes

class Planner {
 public:
  Planner(const Tables& tables, const SplitFunctions& splits, const Experiment& experiment)
      : tables_(tables), splits_(splits), experiment_(experiment) {}

  // Seeds outermost, then folds, then variants: the first results show every row of the table, and each
  // further seed makes all of them firmer.
  Plan run(const PreparedLookup& prepared) {
    find_data_sets(prepared);
    plan_.notes = check_with_data(tables_, splits_, experiment_, plan_.data_sets, data_set_of_);
    begin_revision();
    find_members();
    for (const auto seed : experiment_.seeds) {
      for (int fold = 0; fold < experiment_.folds; ++fold) {
        for (size_t v = 0; v < experiment_.variants.size(); ++v)
          if (fold < folds_of(experiment_.variants[v])) add_training(v, seed, fold);
        for (size_t e = 0; e < experiment_.ensembles.size(); ++e)
          if (fold < folds_of(experiment_.variants[members_[e].front()])) add_ensemble(e, seed, fold);
      }
      for (size_t v = 0; v < plan_.revision.variants.size(); ++v)
        if (folds_[{v, seed}].size() > 1) add_pool(v, seed);
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
    for (const auto& ensemble : experiment_.ensembles)
      revision.variants.push_back(
          {ensemble.name, ensemble.title, {{"ensemble", ensemble.method}, {"members", ensemble.members}}});
    plan_.thresholds = experiment_.thresholds;
  }

  void add_training(size_t v, uint64_t seed, int fold) {
    const auto& variant = experiment_.variants[v];
    const auto& manifest = manifest_of(v);
    PlannedJob job = job_of(v, seed, fold);
    const auto ids = add_artefacts(v, seed, fold, job.training.artefacts);
    job.record.identity = training_identity(variant, experiment_.task, manifest.classes, manifest.fingerprint,
                                            seed, fold, tables_, ids);
    job.record.kind = db::JobKind::training;
    job.record.needs = job.record.identity["needs"];
    job.request = variant.resources;
    fill_training(job, {&variant.network, &variant.model_options, &variant.training, &variant.protocol});
    job.training.keep_weights = experiment_.keep_weights;
    job.training.trace_records = experiment_.trace_records;
    job.training.traces_per_class = experiment_.traces_per_class;
    trainings_[{v, seed, fold}] = job.record.id;
    folds_[{v, seed}].push_back(job.record.id);
    add(std::move(job), v);
  }

  // The artefacts that a training names, before it. They reach the trainer in the order of their ids: the
  // order in which the experiment names them has no part in the training's identity.
  ArtefactIds add_artefacts(size_t v, uint64_t seed, int fold, std::vector<worker::ArtefactInput>& inputs) {
    ArtefactIds ids;
    for (const auto& use : artefact_uses(experiment_.variants[v].training)) {
      const auto id = add_artefact(artefact_named(experiment_, use.name), v, seed, fold);
      ids[use.name] = id;
      inputs.push_back({.role = use.role, .name = use.name, .job = id, .file = "", .sha256 = ""});
    }
    std::sort(inputs.begin(), inputs.end(),
              [](const auto& a, const auto& b) { return std::tie(a.role, a.job) < std::tie(b.role, b.job); });
    return ids;
  }

  std::string add_artefact(const Artefact& artefact, size_t v, uint64_t user_seed, int fold) {
    const auto& manifest = manifest_of(v);
    const auto [seed, protocol] = seed_and_protocol(artefact, experiment_.variants[v].protocol, user_seed);
    PlannedJob job = job_of(v, seed, fold);
    job.artefact = artefact.name;
    job.record.identity =
        artefact_identity(artefact, protocol, manifest.classes, manifest.fingerprint, seed, fold, tables_);
    job.record.kind = db::JobKind::artefact;
    job.request = artefact.resources;
    fill_training(job, {&artefact.network, &artefact.model_options, &artefact.training, &protocol});
    auto id = job.record.id;
    add_job(std::move(job), v);
    return id;
  }

  // What jobs of every kind have: whose data, which replicate.
  PlannedJob job_of(size_t v, uint64_t seed, std::optional<int> fold) const {
    PlannedJob job;
    job.record.fingerprint = manifest_of(v).fingerprint;
    job.record.seed = seed;
    job.record.fold = fold;
    job.record.task = task_name(experiment_.task);
    job.data_set = data_set_of_[v];
    return job;
  }

  struct Settings {
    const std::string* network;
    const Json *options, *training, *protocol;
  };

  // Id, procedure and all that a trainer gets, from the identity and the settings.
  void fill_training(PlannedJob& job, const Settings& settings) const {
    job.record.id = identity_hash(job.record.identity);
    job.record.procedure = job.record.identity["procedure"];
    job.training.id = job.record.id;
    job.training.network = *settings.network;
    job.training.network_options = *settings.options;
    job.training.training = *settings.training;
    job.training.protocol = *settings.protocol;
    job.training.task = experiment_.task;
    job.training.classes = plan_.data_sets[job.data_set].classes;
    job.training.seed = job.record.seed;
    job.training.fold = job.record.fold.value_or(0);
    job.training.data_folder = plan_.data_folders[job.data_set];
    job.training.data_fingerprint = job.record.fingerprint;
    job.training.threads = job.request.threads;
  }

  void add_pool(size_t v, uint64_t seed) {
    const bool ensemble = v >= experiment_.variants.size();
    const size_t shown = ensemble ? members_[v - experiment_.variants.size()].front() : v;
    PlannedJob job = job_of(shown, seed, std::nullopt);
    job.record.needs = folds_[{v, seed}];
    job.record.identity = derived_identity(kPool, kPoolVersion, job.record.needs);
    job.derived.stages =
        ensemble ? std::vector<std::string>{"train"} : stage_names(experiment_.variants[v].training);
    finish_derived(job, kPool);
    add(std::move(job), v);
  }

  void find_members() {
    for (const auto& ensemble : experiment_.ensembles) {
      auto& members = members_.emplace_back();
      for (size_t v = 0; v < experiment_.variants.size(); ++v)
        if (std::find(ensemble.members.begin(), ensemble.members.end(), experiment_.variants[v].name) !=
            ensemble.members.end())
          members.push_back(v);
    }
  }

  void add_ensemble(size_t e, uint64_t seed, int fold) {
    const auto& ensemble = experiment_.ensembles[e];
    PlannedJob job = job_of(members_[e].front(), seed, fold);
    // In the order of the ids, which the identity has too: rounding and ties are then the same for every
    // order in which an experiment names its members.
    std::map<std::string, size_t> by_id;
    for (const auto v : members_[e]) {
      const auto [other, is_new] = by_id.try_emplace(trainings_.at({v, seed, fold}), v);
      if (!is_new)
        throw InputError({"", 0, fmt::format("ensembles.{}.members", ensemble.name)},
                         fmt::format("'{}' and '{}' are the same training",
                                     experiment_.variants[other->second].name, experiment_.variants[v].name));
    }
    for (const auto& [id, v] : by_id) {
      const auto& variant = experiment_.variants[v];
      job.record.needs.push_back(id);
      job.derived.member_names.push_back(variant.name);
      job.derived.member_stages.push_back(stage_names(variant.training).back());
    }
    job.record.identity = derived_identity(kEnsemble, kEnsembleVersion, job.record.needs,
                                           ensemble_identity_options(ensemble, tables_));
    job.derived.method = ensemble.method;
    job.derived.options = ensemble.options;
    finish_derived(job, kEnsemble);
    const size_t v = experiment_.variants.size() + e;
    folds_[{v, seed}].push_back(job.record.id);
    add(std::move(job), v);
  }

  static void finish_derived(PlannedJob& job, const char* procedure) {
    job.record.id = identity_hash(job.record.identity);
    job.record.kind = db::JobKind::derived;
    job.record.procedure = job.derived.procedure = procedure;
    job.request.devices = 0;
  }

  // The job and the cell it fills.
  void add(PlannedJob job, size_t v) {
    plan_.cells.push_back({plan_.revision.digest, plan_.revision.variants[v].name, job.record.seed,
                           job.record.fold, job.record.id});
    add_job(std::move(job), v);
  }

  // Each id once, in the order of its first use.
  void add_job(PlannedJob job, size_t v) {
    const auto [position, is_new] = position_.try_emplace(job.record.id, plan_.jobs.size());
    if (is_new) plan_.jobs.push_back(std::move(job));
    auto& variants = plan_.jobs[position->second].variants;
    if (std::find(variants.begin(), variants.end(), v) == variants.end()) variants.push_back(v);
  }

  const Tables& tables_;
  const SplitFunctions& splits_;
  const Experiment& experiment_;
  Plan plan_;
  std::vector<size_t> data_set_of_;
  std::vector<std::vector<size_t>> members_;  // variants of each ensemble
  // What follows goes by the index in revision.variants.
  std::map<std::tuple<size_t, uint64_t, int>, std::string> trainings_;
  std::map<std::pair<size_t, uint64_t>, std::vector<std::string>> folds_;
  std::unordered_map<std::string, size_t> position_;
};

}  // namespace

Plan make_plan_with(const Tables& tables, const SplitFunctions& splits, const Experiment& experiment,
                    const PreparedLookup& prepared) {
  return Planner(tables, splits, experiment).run(prepared);
}

}  // namespace purkinje::orchestrator
