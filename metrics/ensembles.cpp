#include "metrics/ensembles.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "metrics/macro_f1.h"
#include "metrics/probability.h"
#include "metrics/stacking.h"
#include "metrics/weighted_sum.h"

namespace purkinje::metrics {
namespace {

const EnsembleMethod& method_named(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& method : ensemble_methods()) {
    if (method.name == name) return method;
    names.push_back(method.name);
  }
  throw std::invalid_argument(
      fmt::format("'{}' is not a way to combine models{}", name, suggestion(name, names)));
}

void check_part(const char* part_name, MemberPart part, const std::vector<Member>& members) {
  const auto& first = members.front().*part;
  for (const auto& member : members) {
    const auto& scores = member.*part;
    if (scores.score.size() != scores.samples * scores.outputs || scores.label.size() != scores.score.size())
      throw std::invalid_argument(
          fmt::format("the {} scores of {} have {} scores and {} labels for {} samples", part_name,
                      member.name, scores.score.size(), scores.label.size(), scores.samples));
    if (scores.samples != first.samples || (scores.samples && scores.outputs != first.outputs) ||
        scores.label != first.label)
      throw std::invalid_argument(fmt::format("{} and {} have different {} samples, outputs or labels",
                                              members.front().name, member.name, part_name));
    for (const double score : scores.score)
      if (const auto reason = why_no_probability(score); !reason.empty())
        throw std::invalid_argument(fmt::format("{}, {}: {}", member.name, part_name, reason));
  }
}

bool has_known_label(const Scores& scores) {
  return std::any_of(scores.label.begin(), scores.label.end(), [](int8_t label) { return label >= 0; });
}

void check(const EnsembleMethod& method, Task task, const std::vector<Member>& members) {
  if (members.size() < method.least_members)
    throw std::invalid_argument(fmt::format("{} needs at least {} model{}, not {}", method.name,
                                            method.least_members, method.least_members == 1 ? "" : "s",
                                            members.size()));
  check_part("validation", &Member::validation, members);
  check_part("test", &Member::test, members);
  if (method.needs_validation && !has_known_label(members.front().validation))
    throw std::invalid_argument(method.name + " needs validation samples with known labels");
  const size_t outputs = members.front().test.outputs;
  if (task == Task::binary && members.front().test.samples && outputs != 1)
    throw std::invalid_argument(fmt::format("a binary task has one output, not {}", outputs));
  if (method.name == "top2_classes" && (task != Task::multi_class || outputs < 3))
    throw std::invalid_argument(
        "top2_classes keeps the two largest probabilities of a sample, so it needs a multi_class task with "
        "at least 3 classes");
}

std::vector<double> equal_weights(size_t members) {
  return normalised(std::vector<double>(members, 1.0));
}

// Normalised validation F1 of every member; equal weights, and a note, where none has one above 0.
std::vector<double> f1_weights(Task task, const std::vector<Member>& members, std::string& note) {
  std::vector<double> weights;
  weights.reserve(members.size());
  for (const auto& member : members) weights.push_back(macro_f1(task, member.validation).value.value_or(0));
  if (std::accumulate(weights.begin(), weights.end(), 0.0) <= 0)
    note = "no model has an F1 above 0 on validation, so all weigh the same";
  return normalised(std::move(weights));
}

// The indices of the two largest of `count` numbers, the first among equals.
std::pair<size_t, size_t> two_largest(const double* numbers, size_t count) {
  std::pair<size_t, size_t> top = numbers[1] > numbers[0] ? std::pair{1, 0} : std::pair{0, 1};
  for (size_t i = 2; i < count; ++i)
    if (numbers[i] > numbers[top.first])
      top = {i, top.first};
    else if (numbers[i] > numbers[top.second])
      top.second = i;
  return top;
}

std::vector<double> weights_of_two_best(Task task, const std::vector<Member>& members, std::string& note) {
  auto weights = f1_weights(task, members, note);
  const auto [first, second] = two_largest(weights.data(), weights.size());
  for (size_t m = 0; m < weights.size(); ++m)
    if (m != first && m != second) weights[m] = 0;
  return normalised(std::move(weights));
}

Member with_two_classes_a_sample(Member member) {
  for (auto* part : {&member.validation, &member.test})
    for (size_t i = 0; i < part->samples; ++i) {
      double* row = part->score.data() + i * part->outputs;
      const auto [first, second] = two_largest(row, part->outputs);
      for (size_t k = 0; k < part->outputs; ++k)
        if (k != first && k != second) row[k] = 0;
    }
  return member;
}

std::vector<Member> with_two_classes_a_sample(const std::vector<Member>& members) {
  std::vector<Member> out;
  out.reserve(members.size());
  for (const auto& member : members) out.push_back(with_two_classes_a_sample(member));
  return out;
}

// Every `width` neighbouring scores (a row in multi_class tasks, one score otherwise) come from the two
// members that are surest of them: by their largest probability, or by that of the likelier side.
Scores from_two_surest(Task task, const std::vector<Member>& members, MemberPart part) {
  Scores out = members.front().*part;
  const size_t width = task == Task::multi_class ? out.outputs : 1;
  std::vector<double> confidence(members.size());
  for (size_t at = 0; at < out.score.size(); at += width) {
    for (size_t m = 0; m < members.size(); ++m) {
      const double* row = (members[m].*part).score.data() + at;
      confidence[m] =
          task == Task::multi_class ? *std::max_element(row, row + width) : std::max(row[0], 1 - row[0]);
    }
    const auto [a, b] = two_largest(confidence.data(), confidence.size());
    const double sum = confidence[a] + confidence[b];
    if (sum == 0) continue;  // rows of zeros
    for (size_t k = at; k < at + width; ++k)
      out.score[k] =
          (confidence[a] * (members[a].*part).score[k] + confidence[b] * (members[b].*part).score[k]) / sum;
  }
  return out;
}

EnsembleResult weighted(const std::vector<Member>& members, std::vector<double> weights, std::string note) {
  EnsembleResult out;
  out.validation = weighted_sum(members, &Member::validation, weights);
  out.test = weighted_sum(members, &Member::test, weights);
  out.weights = std::move(weights);
  out.note = std::move(note);
  return out;
}

EnsembleResult combine_checked(const std::string& method, const EnsembleOptions& options, Task task,
                               const std::vector<Member>& members) {
  std::string note;
  if (method == "average") return weighted(members, equal_weights(members.size()), note);
  if (method == "f1_weighted") {
    auto weights = f1_weights(task, members, note);
    return weighted(members, std::move(weights), std::move(note));
  }
  if (method == "top2_classes") {
    auto weights = f1_weights(task, members, note);
    return weighted(with_two_classes_a_sample(members), std::move(weights), std::move(note));
  }
  if (method == "top2_models") {
    auto weights = weights_of_two_best(task, members, note);
    return weighted(members, std::move(weights), std::move(note));
  }
  if (method == "top2_confident")
    return {from_two_surest(task, members, &Member::validation),
            from_two_surest(task, members, &Member::test),
            {},
            ""};
  if (method == "weight_grid")
    return weighted(members, best_grid_weights(task, members, options.grid_step), note);
  return stack(options.regularisation, task, members);
}

}  // namespace

const std::vector<EnsembleMethod>& ensemble_methods() {
  static const std::vector<EnsembleMethod> kMethods{
      {"average", "the mean of all models", false},
      {"f1_weighted", "the mean with weights in proportion to each model's F1 on validation", true},
      {"top2_classes",
       "of each model the two largest class probabilities of a sample, weighted by its F1 on validation",
       true},
      {"top2_models", "the two models with the best F1 on validation, weighted by it", true, 2},
      {"top2_confident", "for each sample the two models that are surest, weighted by how sure they are",
       false, 2},
      {"weight_grid", "the weights on a grid that have the best F1 on validation", true},
      {"stacking", "a logistic regression on the models' log-scores, fitted on validation", true},
  };
  return kMethods;
}

EnsembleResult combine(const std::string& method, const EnsembleOptions& options, Task task,
                       const std::vector<Member>& members) {
  check(method_named(method), task, members);
  auto out = combine_checked(method, options, task, members);
  if (task == Task::multi_class)
    for (auto* part : {&out.validation, &out.test}) normalise_rows(*part);
  return out;
}

}  // namespace purkinje::metrics
