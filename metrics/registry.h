// Every metric by name: the one place where a metric is added.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "metrics/measure.h"

namespace purkinje::metrics {

struct BinarySample;
struct Confusion;
struct OperatingPoints;
struct Scores;

enum class MetricKind {
  ranking,      // of the order of scores
  threshold,    // of the four counts of a decision: once for every threshold rule
  probability,  // of scores as probabilities
};

struct MetricInfo {
  std::string name;        // in the database and in reports; never reused for another definition
  std::string label;       // in print
  int version = 1;         // raised when the definition changes, so that stored values are known to be old
  std::string definition;  // one line for people
  std::variant<Measure (*)(const OperatingPoints&), Measure (*)(const Confusion&),
               Measure (*)(const BinarySample&)>
      compute;  // its kind follows from what it is computed from
  // What stands for all classes of a multi_class task together, where that is not the mean over the classes.
  Measure (*multi_class)(const Scores&) = nullptr;
  bool smaller_is_better = false;

  MetricKind kind() const { return static_cast<MetricKind>(compute.index()); }
};

// In the order in which they are reported.
const std::vector<MetricInfo>& metric_registry();

// The entry of a name, or nullptr.
const MetricInfo* find_metric(const std::string& name);

std::string to_string(MetricKind kind);

}  // namespace purkinje::metrics
