// How metrics, thresholds and rows are called in print.
#include "report/metric_words.h"

#include <algorithm>

#include "metrics/registry.h"
#include "report/artefact_values.h"

namespace purkinje::report {

std::string metric_label(const std::string& metric) {
  if (metric == "prevalence") return "positives";
  if (const metrics::MetricInfo* info = metrics::find_metric(metric)) return info->label;
  if (const ArtefactValue* value = find_artefact_value(metric)) return value->label;
  std::string label = metric;
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

bool is_metric(const std::string& metric) {
  return metric == "threshold" || metric == "prevalence" || metrics::find_metric(metric) != nullptr ||
         find_artefact_value(metric) != nullptr;
}

bool needs_threshold(const std::string& metric) {
  if (metric == "threshold") return true;
  const metrics::MetricInfo* info = metrics::find_metric(metric);
  return info != nullptr && info->kind() == metrics::MetricKind::threshold;
}

bool smaller_is_better(const std::string& metric) {
  const metrics::MetricInfo* info = metrics::find_metric(metric);
  return info != nullptr && info->smaller_is_better;
}

std::string threshold_words(const std::string& rule, const std::string& chosen_on) {
  if (rule.empty()) return {};
  const auto after = [&](const std::string& prefix) { return rule.substr(prefix.size()); };
  std::string words = rule;
  if (rule.starts_with("fixed_")) {
    return "at " + after("fixed_");
  } else if (rule == "max_f1") {
    words = "max F1";
  } else if (rule == "youden") {
    words = "max Youden";
  } else if (rule.starts_with("sensitivity_at_specificity_")) {
    words = "at specificity " + after("sensitivity_at_specificity_");
  } else if (rule.starts_with("specificity_at_sensitivity_")) {
    words = "at sensitivity " + after("specificity_at_sensitivity_");
  }
  return words + ", " + chosen_on + "-chosen";
}

std::string label_in_sentence(const std::string& label) {
  return label.find(',') == std::string::npos ? label : "'" + label + "'";
}

}  // namespace purkinje::report
