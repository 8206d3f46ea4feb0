#include "worker/derived.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "metrics/ensembles.h"
#include "worker/evaluation.h"

namespace purkinje::worker {
namespace {

void append(metrics::Scores& pool, const metrics::Scores& part) {
  if (part.samples == 0) return;
  pool.samples += part.samples;
  pool.outputs = part.outputs;
  pool.score.insert(pool.score.end(), part.score.begin(), part.score.end());
  pool.label.insert(pool.label.end(), part.label.begin(), part.label.end());
}

// Both parts of one stage; validation only where there is such a part.
void evaluate_parts(const DerivedRequest& request, const std::string& stage,
                    const metrics::Scores& validation, const metrics::Scores& test, JobResult& result,
                    const std::vector<metrics::FoldScores>& folds = {}) {
  const auto rules = rules_of(request.threshold_rules);
  const bool validated = validation.samples > 0;
  result.evaluations.push_back({stage, "test",
                                metrics::evaluate(request.task, request.classes, test,
                                                  validated ? &validation : nullptr, rules, "test", folds)});
  if (validated)
    result.evaluations.push_back(
        {stage, "validation",
         metrics::evaluate(request.task, request.classes, validation, nullptr, rules, "validation")});
}

void pool(const DerivedRequest& request, JobResult& result) {
  std::vector<std::string> stages;
  for (const auto& member : request.members)
    if (std::find(stages.begin(), stages.end(), member.stage) == stages.end()) stages.push_back(member.stage);
  for (const auto& stage : stages) {
    metrics::Scores validation, test;
    std::vector<metrics::FoldScores> folds;
    for (const auto& member : request.members) {
      if (member.stage != stage) continue;
      append(validation, member.validation);
      append(test, member.test);
      folds.push_back({member.validation, member.test});
    }
    if (validation.samples == 0) folds.clear();
    evaluate_parts(request, stage, validation, test, result, folds);
  }
  for (const auto& sums : request.regions) add_region_values(sums, result.evaluations);
}

// The scores as they are stored. They are float32 in the database; what is evaluated is what is stored, so
// that a later recomputation gives the same numbers.
Predictions stored_as(const std::string& stage, const std::string& part, const std::vector<uint32_t>& samples,
                      metrics::Scores& scores) {
  Predictions predictions{stage, part, metrics::Link::identity, scores.outputs, samples, {}};
  if (samples.size() != scores.samples)
    throw InputError(fmt::format("part '{}' of an ensemble names {} samples for scores of {}", part,
                                 samples.size(), scores.samples));
  for (double& score : scores.score) {
    predictions.raw.push_back(static_cast<float>(score));
    score = static_cast<double>(predictions.raw.back());
  }
  return predictions;
}

// An option that another method has is null.
double number_in(const Json& options, const char* key, double otherwise) {
  const auto found = options.find(key);
  return found == options.end() || found->is_null() ? otherwise : found->get<double>();
}

void combine(const DerivedRequest& request, JobResult& result) {
  std::vector<metrics::Member> members;
  for (const auto& member : request.members) members.push_back({member.name, member.validation, member.test});
  metrics::EnsembleOptions options;
  options.grid_step = number_in(request.options, "grid_step", options.grid_step);
  options.regularisation = number_in(request.options, "regularisation", options.regularisation);
  auto combined = metrics::combine(request.method, options, request.task, members);

  auto& trainer = result.trainer;
  if (combined.validation.samples > 0)
    trainer.predictions.push_back(
        stored_as(request.stage, "validation", request.validation_samples, combined.validation));
  trainer.predictions.push_back(stored_as(request.stage, "test", request.test_samples, combined.test));
  evaluate_parts(request, request.stage, combined.validation, combined.test, result);
  Json weights = Json::object();
  for (size_t i = 0; i < combined.weights.size(); ++i) weights[members[i].name] = combined.weights[i];
  trainer.environment = {{"weights", weights}, {"note", combined.note}};
}

}  // namespace

JobResult compute_derived(const StartDerived& start, const DerivedRequest& request) {
  JobResult result{start.job, start.attempt, {}, {}, 0};
  if (request.procedure == "pool")
    pool(request, result);
  else if (request.procedure == "ensemble")
    combine(request, result);
  else
    throw InputError(fmt::format("there is no derived job '{}'", request.procedure));
  return result;
}

}  // namespace purkinje::worker
