// How metrics and thresholds are called in print.
#include "report/metric_words.h"

namespace purkinje::report {

const std::vector<MetricWord>& metric_words() {
  static const std::vector<MetricWord> kWords = {
      {"roc_auc", "ROC-AUC", false},
      {"auprc", "AUPRC", false},
      {"brier", "Brier score", false, true},
      {"accuracy", "accuracy", true},
      {"precision", "precision", true},
      {"sensitivity", "sensitivity", true},
      {"specificity", "specificity", true},
      {"f1", "F1", true},
      {"mcc", "MCC", true},
      {"balanced_accuracy", "balanced accuracy", true},
      {"npv", "negative predictive value", true},
  };
  return kWords;
}

const MetricWord* find_metric_word(const std::string& name) {
  for (const MetricWord& word : metric_words())
    if (word.name == name) return &word;
  return nullptr;
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

}  // namespace purkinje::report
