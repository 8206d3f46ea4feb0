#include "metrics/weighted_sum.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "metrics/macro_f1.h"

namespace purkinje::metrics {
namespace {

constexpr double kMostPoints = 100'000;

int64_t intervals_of(double grid_step) {
  const double intervals = grid_step > 0 ? std::round(1 / grid_step) : 0;
  if (!(intervals >= 1 && intervals <= 1000 && std::abs(intervals * grid_step - 1) < 1e-9))
    throw std::invalid_argument(
        fmt::format("a grid step of {} does not divide 1 into at most 1000 whole steps", grid_step));
  return static_cast<int64_t>(intervals);
}

// The members' steps add up to `intervals`: there are (intervals + members - 1) over (members - 1) such
// points.
double points_of(int64_t intervals, size_t members) {
  double points = 1;
  for (size_t m = 1; m < members; ++m)
    points *= static_cast<double>(intervals + static_cast<int64_t>(m)) / static_cast<double>(m);
  return points;
}

// The next point in order, beginning with all steps on the first member; false after the last.
bool advance(std::vector<int64_t>& steps) {
  const int64_t last = steps.back();
  steps.back() = 0;
  for (size_t m = steps.size() - 1; m-- > 0;)
    if (steps[m] > 0) {
      --steps[m];
      steps[m + 1] = last + 1;
      return true;
    }
  return false;
}

int64_t distance_from_equal(const std::vector<int64_t>& steps, int64_t intervals) {
  int64_t squares = 0;
  for (const int64_t step : steps) {
    const int64_t difference = step * static_cast<int64_t>(steps.size()) - intervals;
    squares += difference * difference;
  }
  return squares;
}

std::vector<double> weights_of(const std::vector<int64_t>& steps, int64_t intervals) {
  std::vector<double> weights;
  weights.reserve(steps.size());
  for (const int64_t step : steps)
    weights.push_back(static_cast<double>(step) / static_cast<double>(intervals));
  return weights;
}

}  // namespace

Scores weighted_sum(const std::vector<Member>& members, MemberPart part, const std::vector<double>& weights) {
  Scores sum = members.front().*part;
  for (double& score : sum.score) score *= weights.front();
  for (size_t m = 1; m < members.size(); ++m) {
    if (weights[m] == 0) continue;
    const auto& scores = (members[m].*part).score;
    for (size_t i = 0; i < scores.size(); ++i) sum.score[i] += weights[m] * scores[i];
  }
  return sum;
}

void normalise_rows(Scores& scores) {
  for (size_t i = 0; i < scores.samples; ++i) {
    double* row = scores.score.data() + i * scores.outputs;
    const double sum = std::accumulate(row, row + scores.outputs, 0.0);
    for (size_t k = 0; k < scores.outputs; ++k)
      row[k] = sum > 0 ? row[k] / sum : 1.0 / static_cast<double>(scores.outputs);
  }
}

std::vector<double> normalised(std::vector<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight = sum > 0 ? weight / sum : 1.0 / static_cast<double>(weights.size());
  return weights;
}

std::vector<double> best_grid_weights(Task task, const std::vector<Member>& members, double grid_step) {
  const int64_t intervals = intervals_of(grid_step);
  if (const double points = points_of(intervals, members.size()); points > kMostPoints)
    throw std::invalid_argument(fmt::format(
        "a grid of step {} over {} models has {:.0f} points, more than {:.0f}; take a larger step", grid_step,
        members.size(), points, kMostPoints));
  std::vector<int64_t> steps(members.size(), 0);
  steps.front() = intervals;
  auto best = steps;
  double best_f1 = -2;
  do {
    const auto sum = weighted_sum(members, &Member::validation, weights_of(steps, intervals));
    const double f1 = macro_f1(task, sum).value.value_or(-1);
    const bool nearer = distance_from_equal(steps, intervals) < distance_from_equal(best, intervals);
    if (f1 > best_f1 || (f1 == best_f1 && nearer)) {
      best_f1 = f1;
      best = steps;
    }
  } while (advance(steps));
  return weights_of(best, intervals);
}

}  // namespace purkinje::metrics
