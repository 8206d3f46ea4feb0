#include "metrics/registry.h"

#include "metrics/confusion.h"
#include "metrics/evaluation.h"
#include "metrics/label_sets.h"
#include "metrics/multi_class.h"
#include "metrics/probability.h"
#include "metrics/ranking.h"
#include "metrics/region_means.h"

namespace purkinje::metrics {
namespace {

constexpr Measure (*kNoClassAlone)(const Confusion&) = nullptr;

}  // namespace

const std::vector<MetricInfo>& metric_registry() {
  static const std::vector<MetricInfo> kMetrics{
      {"roc_auc", "ROC-AUC", 1, "area under the ROC curve by trapezoids over all distinct scores", &roc_auc},
      {"auprc", "AUPRC", 1, "average precision: recall increments times precision over all distinct scores",
       &auprc},
      {"auprc_grid1001", "AUPRC on a grid", 1,
       "as AUPRC, over the thresholds 0, 0.001, ..., 1 instead of all distinct scores", &auprc_grid1001},
      {"accuracy", "accuracy", 1, "share of samples decided correctly", &accuracy, &multi_class_accuracy},
      {"precision", "precision", 1, "share of predicted positives that are positive (positive predictivity)",
       &precision},
      {"sensitivity", "sensitivity", 1, "share of positives that are found (recall)", &sensitivity},
      {"specificity", "specificity", 1, "share of negatives that are left alone", &specificity},
      {"f1", "F1", 1, "harmonic mean of precision and sensitivity: 2 TP / (2 TP + FP + FN)", &f1},
      {"mcc", "MCC", 1, "Matthews correlation of truth and decision", &mcc, &multi_class_mcc},
      {"negative_predictive_value", "negative predictive value", 1,
       "share of predicted negatives that are negative", &negative_predictive_value},
      {"balanced_accuracy", "balanced accuracy", 2,
       "mean of sensitivity and specificity; of several exclusive classes, mean of their sensitivities",
       &balanced_accuracy, &multi_class_balanced_accuracy},
      {"kappa", "Cohen's kappa", 1, "agreement of truth and decision beyond chance", &kappa,
       &multi_class_kappa},
      {"j_kappa", "j-kappa", 1,
       "half of kappa plus an eighth of the sum of sensitivity and precision of the classes S and V",
       kNoClassAlone, &j_kappa},
      {"exact_match", "exact match", 1, "share of samples of which all classes are right", kNoClassAlone,
       nullptr, &exact_match},
      {"brier", "Brier score", 1, "mean squared difference between probability and outcome", &brier, nullptr,
       nullptr, true},
      {"log_loss", "log loss", 1, "mean negative log-likelihood, natural logarithm", &log_loss,
       &cross_entropy, nullptr, true},
  };
  return kMetrics;
}

const MetricInfo* find_metric(const std::string& name) {
  for (const auto& metric : metric_registry())
    if (metric.name == name) return &metric;
  for (const auto& metric : region_metrics())
    if (metric.name == name) return &metric;
  return nullptr;
}

bool has_value_of_class(const MetricInfo& metric) {
  const auto* compute = std::get_if<Measure (*)(const Confusion&)>(&metric.compute);
  return metric.kind() != MetricKind::traces && !(compute && *compute == nullptr);
}

bool has_value_of_task(const MetricInfo& metric, Task task) {
  return has_value_of_class(metric) || is_of_all_classes_at_once(metric, task);
}

bool is_of_all_classes_at_once(const MetricInfo& metric, Task task) {
  return (task == Task::multi_class && metric.multi_class != nullptr) ||
         (task == Task::multi_label && metric.multi_label != nullptr);
}

std::string to_string(MetricKind kind) {
  switch (kind) {
    case MetricKind::ranking:
      return "ranking";
    case MetricKind::threshold:
      return "threshold";
    case MetricKind::probability:
      return "probability";
    case MetricKind::traces:
      return "traces";
  }
  return "";
}

}  // namespace purkinje::metrics
