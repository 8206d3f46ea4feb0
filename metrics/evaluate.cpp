// Everything about one set of predictions: every registered metric, threshold and curve, for each class and
// in the mean.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "metrics/binary_sample.h"
#include "metrics/class_mean.h"
#include "metrics/confusion.h"
#include "metrics/curves.h"
#include "metrics/evaluation.h"
#include "metrics/label_sets.h"
#include "metrics/multi_class.h"
#include "metrics/operating_points.h"
#include "metrics/registry.h"
#include "metrics/thresholds.h"

namespace purkinje::metrics {
namespace {

using RankingFunction = Measure (*)(const OperatingPoints&);
using ConfusionFunction = Measure (*)(const Confusion&);
using ProbabilityFunction = Measure (*)(const BinarySample&);

constexpr const char* kCrossFitted = "cross_fitted";

// Which threshold, or none, a value belongs to.
struct Origin {
  std::string rule, chosen_on;
};

class Evaluator {
 public:
  Evaluator(Task task, const std::vector<std::string>& class_names, const Scores& test,
            const Scores* validation, const std::vector<ThresholdRule>& rules, const std::string& own_part,
            const std::vector<FoldScores>& folds)
      : task_(task),
        class_names_(class_names),
        test_(test),
        validation_(validation),
        rules_(rules),
        own_part_(own_part),
        folds_(folds) {}

  Evaluation run() {
    out_.samples = test_.samples;
    if (task_ == Task::multi_class) {
      decisions_ = decide_by_largest_score(test_);
      out_.confusion = confusion_matrix(decisions_);
    }
    for (size_t k = 0; k < class_names_.size(); ++k) add_class(k);
    if (task_ != Task::binary) add_means();
    return std::move(out_);
  }

 private:
  void add_class(size_t k) {
    const auto sample = binary_sample(test_, k);
    const auto ranked = operating_points(sample);
    out_.counts.push_back({class_names_[k], sample.positives, sample.negatives, sample.unknown});
    const std::string name = task_ == Task::binary ? "" : class_names_[k];
    for (const auto& metric : metric_registry()) {
      if (const auto* compute = std::get_if<RankingFunction>(&metric.compute))
        add(metric, name, {}, (*compute)(ranked));
      if (const auto* compute = std::get_if<ProbabilityFunction>(&metric.compute))
        add(metric, name, {}, (*compute)(sample));
    }
    if (task_ == Task::multi_class)
      add_decisions(name, {}, decisions_.unusable, confusion_of_class(decisions_, k));
    else
      for (const auto& rule : rules_) add_rule(rule, name, k, ranked);
    add_curve(roc_curve(ranked), name);
    add_curve(pr_curve(ranked), name);
  }

  void add_rule(const ThresholdRule& rule, const std::string& name, size_t k, const OperatingPoints& ranked) {
    if (rule.kind == ThresholdRule::Kind::fixed) {
      add_threshold(rule, "fixed", name, choose_threshold(rule, ranked), ranked);
      return;
    }
    if (validation_) {
      add_threshold(rule, "validation", name, chosen_on(*validation_, rule, k), ranked);
    }
    if (!folds_.empty()) add_cross_fitted(rule, name, k, ranked);
    if (is_own_part(own_part_)) add_threshold(rule, own_part_, name, choose_threshold(rule, ranked), ranked);
  }

  void add_threshold(const ThresholdRule& rule, const std::string& chosen_on, const std::string& name,
                     const Measure& chosen, const OperatingPoints& ranked) {
    const Origin origin{to_string(rule), chosen_on};
    out_.thresholds.push_back({origin.rule, chosen_on, name, chosen.value, chosen.reason});
    std::string unusable = ranked.unusable;
    if (unusable.empty() && !chosen.value) unusable = "no threshold: " + chosen.reason;
    add_decisions(name, origin, unusable,
                  unusable.empty() ? confusion_at(ranked, *chosen.value) : Confusion{});
  }

  static Measure chosen_on(const Scores& scores, const ThresholdRule& rule, size_t k) {
    return choose_threshold(rule, operating_points(binary_sample(scores, k)));
  }

  void add_cross_fitted(const ThresholdRule& rule, const std::string& name, size_t k,
                        const OperatingPoints& ranked) {
    std::string unusable = ranked.unusable;
    Confusion counts;
    for (const auto& fold : folds_) {
      const auto chosen = chosen_on(fold.validation, rule, k);
      if (!chosen.value && unusable.empty()) unusable = "no threshold in one of the folds: " + chosen.reason;
      if (chosen.value) counts += confusion_at(binary_sample(fold.test, k), *chosen.value);
    }
    add_decisions(name, {to_string(rule), kCrossFitted}, unusable, counts);
  }

  // Of the whole label sets, each fold's by its own thresholds.
  void add_cross_fitted(const MetricInfo& metric) {
    for (const auto& rule : rules_) {
      if (rule.kind == ThresholdRule::Kind::fixed) continue;
      LabelSets sets;
      for (const auto& fold : folds_) append(sets, label_sets(fold.test, thresholds_of(rule, fold)));
      add(metric, "", {to_string(rule), kCrossFitted}, metric.multi_label(sets));
    }
  }

  std::vector<Threshold> thresholds_of(const ThresholdRule& rule, const FoldScores& fold) const {
    std::vector<Threshold> thresholds;
    for (size_t k = 0; k < class_names_.size(); ++k) {
      const auto chosen = chosen_on(fold.validation, rule, k);
      thresholds.push_back({to_string(rule), kCrossFitted, class_names_[k], chosen.value, chosen.reason});
    }
    return thresholds;
  }

  void add_decisions(const std::string& name, const Origin& origin, const std::string& unusable,
                     const Confusion& counts) {
    for (const auto& metric : metric_registry())
      if (const auto* compute = std::get_if<ConfusionFunction>(&metric.compute);
          compute && has_value_of_class(metric))
        add(metric, name, origin, unusable.empty() ? (*compute)(counts) : Measure::undefined(unusable));
  }

  void add(const MetricInfo& metric, const std::string& name, const Origin& origin, const Measure& measure) {
    out_.values.push_back({metric.name, name, origin.rule, origin.chosen_on, measure.value, measure.reason});
  }

  void add_curve(Curve curve, const std::string& name) {
    if (!curve.area) return;  // the reason stands with the metric of the same area
    curve.class_name = name;
    out_.curves.push_back(std::move(curve));
  }

  // The mean of a metric over the classes for which it is defined; some metrics have a value of their own for
  // the whole.
  void add_means() {
    const auto per_class = out_.values;
    for (const auto& metric : metric_registry()) {
      if (task_ == Task::multi_class && metric.multi_class)
        add(metric, "", {}, metric.multi_class({class_names_, test_, decisions_}));
      else if (task_ == Task::multi_label && metric.multi_label) {
        for (const auto& origin : origins_of(out_.thresholds))
          add(metric, "", origin, metric.multi_label(label_sets(test_, thresholds_of(origin))));
        if (!folds_.empty()) add_cross_fitted(metric);
      } else if (has_value_of_class(metric))
        for (const auto& origin : origins_of(values_of(metric, per_class)))
          add(metric, "", origin, mean_of(metric, origin, per_class));
    }
  }

  static std::vector<MetricValue> values_of(const MetricInfo& metric,
                                            const std::vector<MetricValue>& values) {
    std::vector<MetricValue> own;
    for (const auto& value : values)
      if (value.name == metric.name) own.push_back(value);
    return own;
  }

  // Of metric values or of thresholds, in the order in which the first class has them.
  template <typename Item>
  std::vector<Origin> origins_of(const std::vector<Item>& items) const {
    std::vector<Origin> origins;
    for (const auto& item : items)
      if (item.class_name == class_names_.front()) origins.push_back({item.rule, item.chosen_on});
    return origins;
  }

  // One a class.
  std::vector<Threshold> thresholds_of(const Origin& origin) const {
    std::vector<Threshold> own;
    for (const auto& threshold : out_.thresholds)
      if (threshold.rule == origin.rule && threshold.chosen_on == origin.chosen_on) own.push_back(threshold);
    return own;
  }

  static Measure mean_of(const MetricInfo& metric, const Origin& origin,
                         const std::vector<MetricValue>& values) {
    std::vector<std::optional<double>> classes;
    for (const auto& value : values)
      if (value.name == metric.name && value.rule == origin.rule && value.chosen_on == origin.chosen_on)
        classes.push_back(value.value);
    return mean_over_classes(classes);
  }

  Task task_;
  const std::vector<std::string>& class_names_;
  const Scores& test_;
  const Scores* validation_;
  std::vector<ThresholdRule> rules_;
  std::string own_part_;
  const std::vector<FoldScores>& folds_;
  Decisions decisions_;
  Evaluation out_;
};

std::vector<ThresholdRule> without_repetition(const std::vector<ThresholdRule>& rules) {
  std::vector<ThresholdRule> out;
  for (const auto& rule : rules)
    if (std::find(out.begin(), out.end(), rule) == out.end()) out.push_back(rule);
  return out;
}

void check_shape(const std::string& part, const Scores& scores, size_t classes) {
  const bool empty = scores.samples == 0 && scores.score.empty() && scores.label.empty();
  if (!empty && scores.outputs != classes)
    throw std::invalid_argument(
        fmt::format("{} scores have {} outputs for {} classes", part, scores.outputs, classes));
  if (scores.score.size() != scores.samples * scores.outputs || scores.label.size() != scores.score.size())
    throw std::invalid_argument(fmt::format("{} scores: {} scores and {} labels for {} samples of {} outputs",
                                            part, scores.score.size(), scores.label.size(), scores.samples,
                                            scores.outputs));
}

}  // namespace

bool is_own_part(const std::string& part) {
  return part == "test" || part == "validation";
}

Evaluation evaluate(Task task, const std::vector<std::string>& class_names, const Scores& test,
                    const Scores* validation, const std::vector<ThresholdRule>& rules,
                    const std::string& own_part, const std::vector<FoldScores>& folds) {
  if (class_names.empty()) throw std::invalid_argument("an evaluation needs the name of at least one class");
  if (task == Task::binary && class_names.size() != 1)
    throw std::invalid_argument(fmt::format("a binary task has one class, not {}", class_names.size()));
  check_shape(own_part, test, class_names.size());
  if (validation) check_shape("validation", *validation, class_names.size());
  for (const auto& fold : folds) {
    check_shape("a fold's validation", fold.validation, class_names.size());
    check_shape("a fold's test", fold.test, class_names.size());
  }
  return Evaluator(task, class_names, test, validation, without_repetition(rules), own_part, folds).run();
}

}  // namespace purkinje::metrics
