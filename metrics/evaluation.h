// What is computed from a set of predictions: values, thresholds, curves. The words that the worker fills,
// the database stores and the report prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace purkinje::metrics {

enum class Task { binary, multi_label, multi_class };

// Predictions with their truth. Scores are link(raw) in double precision; row-major [samples, outputs].
// binary has one output; labels are 1, 0 or -1 (unknown: left out of that class's metrics).
// multi_class has one label column a class as well (exactly one 1 a row).
struct Scores {
  size_t samples = 0;
  size_t outputs = 0;
  std::vector<double> score;  // [samples, outputs]
  std::vector<int8_t> label;  // [samples, outputs]
};

// How a decision threshold is chosen.
struct ThresholdRule {
  enum class Kind { fixed, max_f1, youden, sensitivity_at_specificity, specificity_at_sensitivity };
  Kind kind = Kind::fixed;
  double parameter = 0.5;  // the threshold itself, or the specificity (sensitivity) to hold
  bool operator==(const ThresholdRule&) const = default;
};

// "fixed_0.5", "max_f1", "youden", "sensitivity_at_specificity_0.9": the name in the database and in YAML.
std::string to_string(const ThresholdRule& rule);
// The inverse. Throws std::invalid_argument with the known forms.
ThresholdRule parse_threshold_rule(const std::string& name);

// A threshold with its origin. `chosen_on` is "fixed", "validation" or "test".
struct Threshold {
  std::string rule;
  std::string chosen_on;
  std::string class_name;  // empty for binary tasks
  // A finite score; empty, with the reason, where no threshold exists.
  std::optional<double> value;
  std::string reason;
};

// One fold of a pooled evaluation: what chose its thresholds, and what they decide.
struct FoldScores {
  Scores validation, test;
};

// One number. Names and versions are in metrics/registry.h. Undefined: no value, and the reason.
struct MetricValue {
  std::string name;  // "roc_auc", "auprc", "accuracy", "precision", "sensitivity", "specificity", "f1", ...
  std::string class_name;  // empty: the binary task, or all classes together (see evaluate)
  std::string rule;        // the threshold's rule; empty for metrics without threshold
  std::string chosen_on;   // the threshold's origin, or "cross_fitted"; empty without threshold
  std::optional<double> value;
  std::string reason;
};

struct CurvePoint {
  double x = 0, y = 0;
  std::optional<double> threshold;  // empty at the end that no score reaches, and where the score is infinite
};

struct Curve {
  std::string kind;  // "roc": x false positive rate, y true positive rate; "pr": x recall, y precision
  std::string class_name;
  std::optional<double> area;  // exact, from all points: roc_auc or auprc
  size_t full_points = 0;      // how many vertices before thinning
  std::vector<CurvePoint> points;
};

struct ClassCount {
  std::string class_name;  // the task's class; for binary tasks its name
  size_t positives = 0, negatives = 0, unknown = 0;
};

struct Evaluation {
  size_t samples = 0;
  std::vector<ClassCount> counts;
  std::vector<MetricValue> values;
  std::vector<Threshold> thresholds;
  std::vector<Curve> curves;
  // multi_class only: how many samples of each class (row) were decided to be of each class (column), in the
  // order of the class names. Empty for other tasks and where nothing can be decided.
  std::vector<int64_t> confusion;  // [classes, classes]
};

// Whether a part is one of the experiment's own data, "test" or "validation". A part of any other name is
// another data set, only ever evaluated.
bool is_own_part(const std::string& part);

// Everything about one set of predictions: every metric of the registry, every rule, both curves of every
// class. Rules are applied with thresholds chosen on `validation` (skipped where it is null) and on `test`
// itself; fixed rules once; a rule given twice counts once.
//
// `own_part` is the name of the part that `test` is: what thresholds chosen on itself are said to be chosen
// on. Another data set has none: there those of `validation` and the fixed ones are applied.
//
// `folds`: those of which `test` and `validation` are put together. A threshold chosen on all validation
// parts has seen labels of samples that another fold tests; so decisions are also counted fold by fold, each
// by the threshold that its own validation part chose: values "cross_fitted", which are of no single
// threshold.
//
// multi_label: every class by its own thresholds. multi_class: every class against the rest; decisions by the
// largest score (the first among equals), so `rules` are not used. For all classes together the metric of the
// whole where the registry has one (accuracy, mcc and others in multi_class, exact_match in multi_label),
// else the mean over the classes for which the metric is defined.
//
// Never throws for degenerate data (one class only, constant scores, no samples, scores that are not a
// number): those give empty values with reasons, and no curve where its area is undefined. Throws
// std::invalid_argument where names, scores and labels do not fit each other: a binary task has one class; a
// part without samples may have outputs 0.
Evaluation evaluate(Task task, const std::vector<std::string>& class_names, const Scores& test,
                    const Scores* validation, const std::vector<ThresholdRule>& rules,
                    const std::string& own_part = "test", const std::vector<FoldScores>& folds = {});

enum class Link { identity, sigmoid, softmax };
std::string to_string(Link link);
Link parse_link(const std::string& name);
// link(raw) in double precision; raw is row-major [samples, outputs]. Throws std::invalid_argument where raw
// does not fill whole rows.
std::vector<double> apply_link(Link link, const std::vector<float>& raw, size_t outputs);

std::string to_string(Task task);
Task parse_task(const std::string& name);

}  // namespace purkinje::metrics
