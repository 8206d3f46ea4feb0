#include "worker/evaluation.h"

#include <fmt/format.h>

#include "base/error.h"
#include "metrics/region_means.h"

namespace purkinje::worker {
namespace {

const Predictions* find_part(const std::vector<Predictions>& all, const std::string& stage,
                             const std::string& part) {
  for (const auto& predictions : all)
    if (predictions.stage == stage && predictions.part == part) return &predictions;
  return nullptr;
}

}  // namespace

std::vector<metrics::ThresholdRule> rules_of(const std::vector<std::string>& names) {
  std::vector<metrics::ThresholdRule> rules;
  rules.reserve(names.size());
  for (const auto& name : names) rules.push_back(metrics::parse_threshold_rule(name));
  return rules;
}

void add_region_values(const PartRegionSums& of_part, std::vector<PartEvaluation>& evaluations) {
  for (auto& part : evaluations) {
    if (part.stage != of_part.stage || part.part != of_part.part) continue;
    const metrics::RegionSums sums{
        of_part.samples.size(), {of_part.sums.begin(), of_part.sums.end()}, of_part.steps};
    for (auto& value : metrics::region_values(metrics::region_kind_of(of_part.kind), sums))
      part.evaluation.values.push_back(std::move(value));
    return;
  }
  throw InputError(fmt::format("weights of regions of stage '{}', part '{}', which has no predictions",
                               of_part.stage, of_part.part));
}

metrics::Scores scores_of(const Predictions& predictions, const std::vector<std::string>& classes,
                          const data::Manifest& manifest) {
  const auto columns = manifest.columns_of(classes);
  metrics::Scores scores;
  scores.samples = predictions.samples.size();
  scores.outputs = predictions.outputs;
  scores.score = metrics::apply_link(predictions.link, predictions.raw, predictions.outputs);
  for (const uint32_t sample : predictions.samples) {
    if (sample >= manifest.samples.size())
      throw InputError(fmt::format("a prediction names sample {} of {}", sample, manifest.samples.size()));
    for (const size_t column : columns) scores.label.push_back(manifest.samples[sample].labels[column]);
  }
  if (scores.label.size() != scores.score.size())
    throw InputError(fmt::format("{} outputs a sample, but {} classes", predictions.outputs, classes.size()));
  return scores;
}

JobResult evaluate_training(const StartTraining& start, TrainerResult&& trained, double train_seconds,
                            const data::PreparedSet& set) {
  JobResult result{start.job.id, start.attempt, std::move(trained), {}, train_seconds};
  const auto rules = rules_of(start.threshold_rules);
  for (const auto& predictions : result.trainer.predictions) {
    const auto scores = scores_of(predictions, start.job.classes, set.manifest());
    std::optional<metrics::Scores> validation;
    if (const auto* part = find_part(result.trainer.predictions, predictions.stage, "validation");
        part && predictions.part == "test" && !part->samples.empty())
      validation = scores_of(*part, start.job.classes, set.manifest());
    result.evaluations.push_back(
        {predictions.stage, predictions.part,
         metrics::evaluate(start.job.task, start.job.classes, scores, validation ? &*validation : nullptr,
                           rules, predictions.part)});
  }
  for (const auto& sums : result.trainer.regions) add_region_values(sums, result.evaluations);
  for (auto& trace : result.trainer.traces) {
    const auto signal = set.signal(trace.sample);
    trace.signal_mv.assign(signal.begin(), signal.end());
  }
  return result;
}

}  // namespace purkinje::worker
