// The tables of this program, and the loader and the planner with them.
#include "data/preparation/data_check.h"
#include "data/preparation/data_options.h"
#include "data/preparation/external.h"
#include "data/preparation/preprocess.h"
#include "data/prepared/splits.h"
#include "orchestrator/experiment.h"
#include "orchestrator/load.h"
#include "orchestrator/plan.h"
#include "orchestrator/planning.h"
#include "orchestrator/settings.h"
#include "report/spec.h"
#include "worker/training_options.h"

namespace purkinje::orchestrator {

const Tables& default_tables() {
  static const Tables kTables{
      .data = data::data_options(),
      .selection = data::selection_options(),
      .preprocessing = data::preprocessing_options(),
      .protocol = data::split_options(),
      .training = worker::training_options(),
      .stage = worker::stage_options(),
      .networks = models::networks(),
      .procedures = {{"supervised", worker::kSupervisedVersion},
                     {"adversarial", worker::kAdversarialVersion},
                     {"weight_track", worker::kWeightTrackVersion}},
      .ensemble_methods = metrics::ensemble_methods(),
      .pipeline_version = data::kPipelineVersion,
      .threshold_rule = metrics::parse_threshold_rule,
      .read_report =
          [](const Config* report, const Config* paper, const std::vector<std::string>& variants,
             const std::optional<std::vector<std::string>>& classes, const std::vector<std::string>& external,
             Problems& problems) {
            return report::to_json(
                report::read_report_spec(report, paper, variants, problems, classes, external));
          },
      .check_data = data::check_data,
      .read_external = data::resolve_external,
  };
  return kTables;
}

Experiment load_experiment(const std::filesystem::path& file, const std::string& profile,
                           const std::vector<std::string>& overrides) {
  return load_experiment_with(default_tables(), file, profile, overrides);
}

Plan make_plan(const Experiment& experiment, const PreparedLookup& prepared) {
  return make_plan_with(default_tables(), {data::make_split, data::split_problems}, experiment, prepared);
}

}  // namespace purkinje::orchestrator
