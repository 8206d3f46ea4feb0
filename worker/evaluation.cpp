#include "worker/evaluation.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"

namespace purkinje::worker {
namespace {

std::vector<metrics::ThresholdRule> rules_of(const std::vector<std::string>& names) {
  std::vector<metrics::ThresholdRule> rules;
  for (const auto& name : names) rules.push_back(metrics::parse_threshold_rule(name));
  return rules;
}

const Predictions* find_part(const std::vector<Predictions>& all, const std::string& stage,
                             const std::string& part) {
  for (const auto& predictions : all)
    if (predictions.stage == stage && predictions.part == part) return &predictions;
  return nullptr;
}

}  // namespace

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
  for (auto& trace : result.trainer.traces) {
    const auto signal = set.signal(trace.sample);
    trace.signal_mv.assign(signal.begin(), signal.end());
  }
  return result;
}

JobResult evaluate_pool(const StartPool& start) {
  const auto bytes = read_file(start.request_file);
  const auto request = PoolRequest::from_cbor({bytes.begin(), bytes.end()});
  const auto rules = rules_of(request.threshold_rules);
  JobResult result{start.job, start.attempt, {}, {}, 0};
  const bool validated = request.validation.samples > 0;
  result.evaluations.push_back({request.stage, "test",
                                metrics::evaluate(request.task, request.classes, request.test,
                                                  validated ? &request.validation : nullptr, rules)});
  if (validated)
    result.evaluations.push_back(
        {request.stage, "validation",
         metrics::evaluate(request.task, request.classes, request.validation, nullptr, rules, "validation")});
  return result;
}

}  // namespace purkinje::worker
