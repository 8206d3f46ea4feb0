#include "worker/trainer/validation.h"

#include <cmath>

#include "metrics/binary_sample.h"
#include "metrics/class_mean.h"
#include "metrics/macro_f1.h"
#include "metrics/operating_points.h"
#include "metrics/ranking.h"

namespace purkinje::trainer {
namespace {

using Metric = metrics::Measure (*)(const metrics::OperatingPoints&);

std::optional<double> mean_over_outputs(const metrics::Scores& scores, Metric metric) {
  std::vector<std::optional<double>> values;
  for (size_t output = 0; output < scores.outputs; ++output)
    values.push_back(metric(metrics::operating_points(metrics::binary_sample(scores, output))).value);
  return metrics::mean_over_classes(values).value;
}

}  // namespace

ValidationValues validation_values(const TrainingOptions& options, metrics::Task task,
                                   const LossWeights& weights, const BatchSource& source,
                                   std::span<const uint32_t> samples, const std::vector<float>& raw) {
  if (samples.empty()) return {};
  const auto outputs =
      torch::tensor(raw).view({static_cast<int64_t>(samples.size()), -1});  // [samples, outputs]
  const double loss =
      loss_of(options, outputs, source.labels(samples).to(torch::kCPU), weights).item<double>();
  const auto scores = scores_of(source, samples, raw, link_of(options.loss));
  return {std::isfinite(loss) ? std::optional(loss) : std::nullopt,
          mean_over_outputs(scores, metrics::roc_auc), mean_over_outputs(scores, metrics::auprc),
          metrics::macro_f1(task, scores).value};
}

bool BestEpoch::offer(int epoch, const ValidationValues& values) {
  std::optional<double> value;
  switch (by_) {
    case TrainingOptions::SelectBy::roc_auc:
      value = values.roc_auc;
      break;
    case TrainingOptions::SelectBy::auprc:
      value = values.auprc;
      break;
    case TrainingOptions::SelectBy::macro_f1:
      value = values.macro_f1;
      break;
    case TrainingOptions::SelectBy::loss:
      if (values.loss) value = -*values.loss;
      break;
  }
  if (!value || (best_ && *value <= *best_)) return false;
  best_ = value;
  epoch_ = epoch;
  return true;
}

}  // namespace purkinje::trainer
