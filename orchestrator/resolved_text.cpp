#include "orchestrator/resolved_text.h"

#include "orchestrator/identity.h"

namespace purkinje::orchestrator {
namespace {

// Raised when the form of the resolved text changes.
constexpr int kResolvedFormat = 1;

}  // namespace

Json resolved_text(const Experiment& experiment, const Config& file, const ResolvedBlocks& blocks) {
  Json out{{"format", kResolvedFormat},          {"name", experiment.name},
           {"title", experiment.title},          {"profile", experiment.profile},
           {"task", task_name(experiment.task)}, {"seeds", experiment.seeds},
           {"evaluation", blocks.evaluation},    {"keep", blocks.keep}};
  out["variants"] = Json::array();
  for (const auto& variant : experiment.variants)
    out["variants"].push_back({{"name", variant.name},
                               {"title", variant.title},
                               {"settings", variant.settings},
                               {"data", variant.data},
                               {"protocol", variant.protocol},
                               {"training", variant.training},
                               {"network", variant.network},
                               {"model", variant.model_options},
                               {"resources", to_json(variant.resources)}});
  if (!experiment.artefacts.empty()) out["artefacts"] = Json::array();
  for (const auto& artefact : experiment.artefacts)
    out["artefacts"].push_back({{"name", artefact.name},
                                {"title", artefact.title},
                                {"network", artefact.network},
                                {"model", artefact.model_options},
                                {"training", artefact.training},
                                {"seed", artefact.seed ? Json(*artefact.seed) : Json()},
                                {"resources", to_json(artefact.resources)}});
  if (!experiment.ensembles.empty()) out["ensembles"] = Json::array();
  for (const auto& ensemble : experiment.ensembles)
    out["ensembles"].push_back({{"name", ensemble.name},
                                {"title", ensemble.title},
                                {"method", ensemble.method},
                                {"members", ensemble.members},
                                {"options", ensemble.options}});
  for (const auto* block : {"data", "protocol", "model", "training", "resources", "grid", "report", "paper"})
    if (const auto* given = file.find(block)) out[block] = given->to_json();
  if (!blocks.report.is_null()) out["report"] = blocks.report;
  if (!blocks.overrides.empty()) out["overrides"] = blocks.overrides;
  return out;
}

}  // namespace purkinje::orchestrator
