// What metrics are computed from - decisions, samples and rankings of each class - of a set of scores or of a
// draw of its rows, each made when it is first asked for and then kept for the next metric.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/binary_sample.h"
#include "metrics/confusion.h"
#include "metrics/evaluation.h"
#include "metrics/multi_class.h"
#include "metrics/operating_points.h"

namespace purkinje::metrics {

// What all draws from the same scores share: the order of the rows and the decision of each. The scores must
// outlive it.
class RankedScores {
 public:
  explicit RankedScores(const Scores& scores);

 private:
  friend class DrawnScores;
  struct RankedRow {
    double score;
    uint32_t row;
    bool positive;
  };
  const Scores& scores_;
  std::vector<std::vector<RankedRow>> order_;  // [outputs][rows with a known label], largest score first
  bool usable_ = false;                        // no score is NaN
  std::vector<int32_t> truth_, decided_;       // [samples]; truth -1 where there is not exactly one class
};

class DrawnScores {
 public:
  // Every row once. `scores` must outlive it.
  explicit DrawnScores(const Scores& scores);
  // These rows, a row as often as it stands there. `ranked` must outlive it.
  DrawnScores(const RankedScores& ranked, std::vector<uint32_t> rows);

  const Scores& scores();
  const BinarySample& sample(size_t output);
  const OperatingPoints& operating_points(size_t output);
  // By the largest score; for tasks with one class a row.
  const Decisions& decisions();
  const Confusion& confusion_of_class(size_t output);  // of decisions(), which must be usable

 private:
  std::optional<OperatingPoints> ranked_points(size_t output) const;

  const Scores* all_;                     // what is drawn from; of a draw of every row the draw itself
  const RankedScores* ranked_ = nullptr;  // nothing where every row is drawn once
  std::vector<uint32_t> rows_, times_;    // the rows drawn, and how often each row of all was
  std::optional<Scores> scores_;
  std::vector<std::optional<BinarySample>> samples_;
  std::vector<std::optional<OperatingPoints>> points_;
  std::optional<Decisions> decisions_;
  std::vector<Confusion> confusions_;
};

}  // namespace purkinje::metrics
