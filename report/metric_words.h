// How metrics, thresholds and rows are called in print.
#pragma once

#include <string>

namespace purkinje::report {

// "ROC-AUC" for "roc_auc", as metrics/registry.h has it; a name that it does not know, with blanks for
// underscores.
std::string metric_label(const std::string& metric);

// Does the metric judge decisions, so that a threshold goes with it (in tasks whose decisions have one:
// multi_class decides by the largest score)? False for names the registry does not know.
bool needs_threshold(const std::string& metric);

// A name that a column can have: a metric of the registry or of the weights inside waves, one of the two that
// are stored beside the metrics: "threshold" and "prevalence", or what an artefact says of itself.
bool is_metric(const std::string& metric);

// As metrics/registry.h says; false for names that it does not know.
bool smaller_is_better(const std::string& metric);

// "at 0.5", "max F1, validation-chosen": a threshold chosen on test data and a fixed one are different
// quantities, so that a column's heading always says which it is. Empty where there is no rule.
std::string threshold_words(const std::string& rule, const std::string& chosen_on);

// A row's label inside a sentence: in quotation marks where it has a comma of its own.
std::string label_in_sentence(const std::string& label);

}  // namespace purkinje::report
