// Every metric by name: the one place where a metric is added. (Those of weights inside the waves of an ECG
// come from metrics/region_means.h.)
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "metrics/measure.h"

namespace purkinje::metrics {

struct BinarySample;
struct Confusion;
struct LabelSets;
struct MultiClassSample;
struct OperatingPoints;
enum class Task;

enum class MetricKind {
  ranking,      // of the order of scores
  threshold,    // of the four counts of a decision: once for every threshold rule
  probability,  // of scores as probabilities
  traces,       // of weights over time, not of predictions: evaluate() has none of these
};

struct MetricInfo {
  std::string name;        // in the database and in reports; never reused for another definition
  std::string label;       // in print
  int version = 1;         // raised when the definition changes, so that stored values are known to be old
  std::string definition;  // one line for people
  // Of one class; its kind follows from what it is computed from. A null function of the four counts: no
  // class alone has a value.
  std::variant<Measure (*)(const OperatingPoints&), Measure (*)(const Confusion&),
               Measure (*)(const BinarySample&), std::monostate>
      compute = std::monostate{};
  // What stands for all classes of a task together, where that is not the mean over the classes. One of
  // multi_label is computed for every threshold rule.
  Measure (*multi_class)(const MultiClassSample&) = nullptr;
  Measure (*multi_label)(const LabelSets&) = nullptr;
  bool smaller_is_better = false;

  MetricKind kind() const { return static_cast<MetricKind>(compute.index()); }
};

// In the order in which they are reported. All are computed from predictions.
const std::vector<MetricInfo>& metric_registry();

// The entry of a name, there or in region_metrics(); or nullptr.
const MetricInfo* find_metric(const std::string& name);

// Has a class of the task a value of its own? The binary task's one class counts as such.
bool has_value_of_class(const MetricInfo& metric);
// Is there a value for all classes together (or the one class), and is it of all classes at once instead of
// the mean over them?
bool has_value_of_task(const MetricInfo& metric, Task task);
bool is_of_all_classes_at_once(const MetricInfo& metric, Task task);

std::string to_string(MetricKind kind);

}  // namespace purkinje::metrics
