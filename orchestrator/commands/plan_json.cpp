// `purkinje plan` for programs.
#include "db/records.h"
#include "orchestrator/commands/plan_output.h"

namespace purkinje::orchestrator {
namespace {

Json count_json(const JobCount& count) {
  return {{"all", count.all}, {"done", count.done}, {"failed", count.failed}, {"left", count.left()}};
}

}  // namespace

Json plan_json(const PlanOverview& overview) {
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

}  // namespace purkinje::orchestrator
