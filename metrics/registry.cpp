#include "metrics/registry.h"

#include "metrics/confusion.h"
#include "metrics/multi_class.h"
#include "metrics/probability.h"
#include "metrics/ranking.h"

namespace purkinje::metrics {

const std::vector<MetricInfo>& metric_registry() {
  static const std::vector<MetricInfo> kMetrics{
      {"roc_auc", "ROC-AUC", 1, "area under the ROC curve by trapezoids over all distinct scores", &roc_auc},
      {"auprc", "AUPRC", 1, "average precision: recall increments times precision over all distinct scores",
       &auprc},
      {"accuracy", "accuracy", 1, "share of samples decided correctly", &accuracy, &multi_class_accuracy},
      {"precision", "precision", 1, "share of predicted positives that are positive", &precision},
      {"sensitivity", "sensitivity", 1, "share of positives that are found (recall)", &sensitivity},
      {"specificity", "specificity", 1, "share of negatives that are left alone", &specificity},
      {"f1", "F1", 1, "harmonic mean of precision and sensitivity: 2 TP / (2 TP + FP + FN)", &f1},
      {"mcc", "MCC", 1, "Matthews correlation of truth and decision", &mcc, &multi_class_mcc},
      {"negative_predictive_value", "negative predictive value", 1,
       "share of predicted negatives that are negative", &negative_predictive_value},
      {"balanced_accuracy", "balanced accuracy", 1, "mean of sensitivity and specificity",
       &balanced_accuracy},
      {"brier", "Brier score", 1, "mean squared difference between probability and outcome", &brier, nullptr,
       true},
      {"log_loss", "log loss", 1, "mean negative log-likelihood, natural logarithm", &log_loss,
       &cross_entropy, true},
  };
  return kMetrics;
}

const MetricInfo* find_metric(const std::string& name) {
  for (const auto& metric : metric_registry())
    if (metric.name == name) return &metric;
  return nullptr;
}

std::string to_string(MetricKind kind) {
  switch (kind) {
    case MetricKind::ranking:
      return "ranking";
    case MetricKind::threshold:
      return "threshold";
    case MetricKind::probability:
      return "probability";
  }
  return "";
}

}  // namespace purkinje::metrics
