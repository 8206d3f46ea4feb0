#include "metrics/stacking.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "metrics/logistic_regression.h"
#include "metrics/multi_class.h"
#include "metrics/probability.h"
#include "metrics/weighted_sum.h"

namespace purkinje::metrics {
namespace {

double log_odds(double probability) {
  return clipped_log(probability) - clipped_log(1 - probability);
}

// [samples, members x outputs] logarithms of a part's probabilities.
std::vector<double> log_scores(const std::vector<Member>& members, MemberPart part) {
  const auto& first = members.front().*part;
  std::vector<double> x;
  x.reserve(first.score.size() * members.size());
  for (size_t i = 0; i < first.samples; ++i)
    for (const auto& member : members)
      for (size_t k = 0; k < first.outputs; ++k)
        x.push_back(clipped_log((member.*part).score[i * first.outputs + k]));
  return x;
}

// [samples, members] log-odds of one output.
std::vector<double> odds_of_output(const std::vector<Member>& members, MemberPart part, size_t output) {
  const auto& first = members.front().*part;
  std::vector<double> x;
  x.reserve(first.samples * members.size());
  for (size_t i = 0; i < first.samples; ++i)
    for (const auto& member : members)
      x.push_back(log_odds((member.*part).score[i * first.outputs + output]));
  return x;
}

// The rows of x whose truth is known; `truth` has -1 for the others, which are removed from it too.
std::vector<double> known_rows(const std::vector<double>& x, size_t features, std::vector<int>& truth) {
  std::vector<double> known;
  for (size_t i = 0; i < truth.size(); ++i)
    if (truth[i] >= 0) {
      const auto row = x.begin() + static_cast<ptrdiff_t>(i * features);
      known.insert(known.end(), row, row + static_cast<ptrdiff_t>(features));
    }
  std::erase_if(truth, [](int label) { return label < 0; });
  return known;
}

std::vector<size_t> as_classes(const std::vector<int>& truth) {
  return {truth.begin(), truth.end()};
}

// The class of every validation sample, -1 where unknown, numbered among the classes that are `present`.
std::vector<int> truth_among_present(const Scores& scores, std::vector<size_t>& present) {
  std::vector<int> truth(scores.samples, -1);
  std::vector<int> number(scores.outputs, -1);
  for (size_t i = 0; i < scores.samples; ++i)
    if (const auto found = class_of_row(scores, i)) truth[i] = static_cast<int>(*found);
  for (size_t k = 0; k < scores.outputs; ++k)
    if (std::find(truth.begin(), truth.end(), static_cast<int>(k)) != truth.end()) {
      number[k] = static_cast<int>(present.size());
      present.push_back(k);
    }
  for (int& label : truth)
    if (label >= 0) label = number[static_cast<size_t>(label)];
  return truth;
}

Scores stacked_classes(const LogisticModel& model, const std::vector<size_t>& present,
                       const std::vector<Member>& members, MemberPart part) {
  Scores out = members.front().*part;
  std::fill(out.score.begin(), out.score.end(), 0.0);
  const auto probabilities = class_probabilities(model, log_scores(members, part));
  for (size_t i = 0; i < out.samples; ++i)
    for (size_t c = 0; c < present.size(); ++c)
      out.score[i * out.outputs + present[c]] = probabilities[i * present.size() + c];
  return out;
}

EnsembleResult stack_classes(double regularisation, const std::vector<Member>& members) {
  const auto& validation = members.front().validation;
  std::vector<size_t> present;
  auto truth = truth_among_present(validation, present);
  if (present.size() < 2)
    throw std::invalid_argument("stacking needs validation samples of at least two classes");
  const size_t features = members.size() * validation.outputs;
  const auto x = known_rows(log_scores(members, &Member::validation), features, truth);
  const auto model = fit_logistic(x, features, as_classes(truth), present.size(), regularisation);
  EnsembleResult out;
  out.validation = stacked_classes(model, present, members, &Member::validation);
  out.test = stacked_classes(model, present, members, &Member::test);
  if (present.size() < validation.outputs)
    out.note = fmt::format("{} of {} classes have no validation sample and get probability 0",
                           validation.outputs - present.size(), validation.outputs);
  return out;
}

void set_output(Scores& scores, size_t output, const LogisticModel& model, const std::vector<double>& x) {
  const auto probabilities = class_probabilities(model, x);  // [samples, 2]
  for (size_t i = 0; i < scores.samples; ++i)
    scores.score[i * scores.outputs + output] = probabilities[2 * i + 1];
}

EnsembleResult stack_outputs(double regularisation, const std::vector<Member>& members) {
  const auto& validation = members.front().validation;
  const std::vector<double> equal(members.size(), 1.0 / static_cast<double>(members.size()));
  EnsembleResult out;
  out.validation = weighted_sum(members, &Member::validation, equal);
  out.test = weighted_sum(members, &Member::test, equal);
  std::vector<size_t> averaged;
  for (size_t k = 0; k < validation.outputs; ++k) {
    std::vector<int> truth(validation.samples);
    for (size_t i = 0; i < validation.samples; ++i) {
      const auto label = validation.label[i * validation.outputs + k];
      truth[i] = label < 0 ? -1 : label > 0 ? 1 : 0;
    }
    const bool both = std::count(truth.begin(), truth.end(), 0) && std::count(truth.begin(), truth.end(), 1);
    if (!both) {
      averaged.push_back(k + 1);
      continue;
    }
    const auto odds = odds_of_output(members, &Member::validation, k);
    const auto x = known_rows(odds, members.size(), truth);
    const auto model = fit_logistic(x, members.size(), as_classes(truth), 2, regularisation);
    set_output(out.validation, k, model, odds);
    set_output(out.test, k, model, odds_of_output(members, &Member::test, k));
  }
  if (averaged.size() == validation.outputs)
    throw std::invalid_argument("stacking needs validation samples with and without the class");
  if (!averaged.empty())
    out.note = fmt::format("averaged instead, for want of validation positives or negatives: class {} of {}",
                           fmt::join(averaged, ", "), validation.outputs);
  return out;
}

}  // namespace

EnsembleResult stack(double regularisation, Task task, const std::vector<Member>& members) {
  if (!(regularisation > 0))
    throw std::invalid_argument(fmt::format("a regularisation of {} is not above 0", regularisation));
  return task == Task::multi_class ? stack_classes(regularisation, members)
                                   : stack_outputs(regularisation, members);
}

}  // namespace purkinje::metrics
