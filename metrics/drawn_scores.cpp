#include "metrics/drawn_scores.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace purkinje::metrics {

RankedScores::RankedScores(const Scores& scores) : scores_(scores) {
  usable_ = std::none_of(scores.score.begin(), scores.score.end(), [](double s) { return std::isnan(s); });
  if (!usable_) return;  // NaN has no place in an order; such draws go the long way and say why
  order_.resize(scores.outputs);
  for (size_t k = 0; k < scores.outputs; ++k) {
    order_[k].reserve(scores.samples);
    for (size_t i = 0; i < scores.samples; ++i) {
      const size_t at = i * scores.outputs + k;
      if (scores.label[at] >= 0)
        order_[k].push_back({scores.score[at], static_cast<uint32_t>(i), scores.label[at] > 0});
    }
    std::sort(order_[k].begin(), order_[k].end(),
              [](const RankedRow& a, const RankedRow& b) { return a.score > b.score; });
  }
  truth_.reserve(scores.samples);
  decided_.reserve(scores.samples);
  for (size_t i = 0; i < scores.samples; ++i) {
    const auto truth = class_of_row(scores, i);
    const double* row = scores.score.data() + i * scores.outputs;
    truth_.push_back(truth ? static_cast<int32_t>(*truth) : -1);
    decided_.push_back(static_cast<int32_t>(std::max_element(row, row + scores.outputs) - row));
  }
}

DrawnScores::DrawnScores(const Scores& scores)
    : all_(&scores), samples_(scores.outputs), points_(scores.outputs) {}

DrawnScores::DrawnScores(const RankedScores& ranked, std::vector<uint32_t> rows)
    : all_(&ranked.scores_),
      ranked_(&ranked),
      rows_(std::move(rows)),
      times_(ranked.scores_.samples, 0),
      samples_(ranked.scores_.outputs),
      points_(ranked.scores_.outputs) {
  for (const uint32_t row : rows_) ++times_[row];
}

const Scores& DrawnScores::scores() {
  if (ranked_ == nullptr) return *all_;
  if (scores_) return *scores_;
  const size_t outputs = all_->outputs;
  scores_ = Scores{rows_.size(), outputs, std::vector<double>(rows_.size() * outputs),
                   std::vector<int8_t>(rows_.size() * outputs)};
  size_t to = 0;
  for (const uint32_t row : rows_)
    for (size_t at = row * outputs; at < (row + 1) * outputs; ++at, ++to) {
      scores_->score[to] = all_->score[at];
      scores_->label[to] = all_->label[at];
    }
  return *scores_;
}

const BinarySample& DrawnScores::sample(size_t output) {
  auto& sample = samples_.at(output);
  if (!sample) sample = binary_sample(scores(), output);
  return *sample;
}

const OperatingPoints& DrawnScores::operating_points(size_t output) {
  auto& points = points_.at(output);
  if (!points) points = ranked_points(output);
  if (!points) points = metrics::operating_points(sample(output));
  return *points;
}

// What operating_points() gives of the drawn sample, without sorting again. Nothing where it would have to
// say why there are no points.
std::optional<OperatingPoints> DrawnScores::ranked_points(size_t output) const {
  if (ranked_ == nullptr || !ranked_->usable_) return std::nullopt;
  OperatingPoints out;
  OperatingPoint reached;
  bool any = false;
  out.points.reserve(std::min(ranked_->order_[output].size(), rows_.size()));
  for (const auto& [score, row, positive] : ranked_->order_[output]) {
    const uint32_t times = times_[row];
    if (times == 0) continue;
    if (any && score != reached.threshold) out.points.push_back(reached);
    (positive ? reached.true_positives : reached.false_positives) += times;
    reached.threshold = score;
    any = true;
  }
  if (!any) return std::nullopt;
  out.points.push_back(reached);
  out.positives = reached.true_positives;
  out.negatives = reached.false_positives;
  return out;
}

const Decisions& DrawnScores::decisions() {
  if (decisions_) return *decisions_;
  if (ranked_ != nullptr && ranked_->usable_) {
    Decisions drawn;
    drawn.classes = all_->outputs;
    drawn.truth.reserve(rows_.size());
    drawn.decided.reserve(rows_.size());
    for (const uint32_t row : rows_) {
      if (ranked_->truth_[row] < 0) {
        ++drawn.unknown;
        continue;
      }
      drawn.truth.push_back(static_cast<size_t>(ranked_->truth_[row]));
      drawn.decided.push_back(static_cast<size_t>(ranked_->decided_[row]));
    }
    if (!drawn.truth.empty()) decisions_ = std::move(drawn);
  }
  if (!decisions_) decisions_ = decide_by_largest_score(scores());
  return *decisions_;
}

const Confusion& DrawnScores::confusion_of_class(size_t output) {
  if (confusions_.empty())
    for (size_t k = 0; k < all_->outputs; ++k)
      confusions_.push_back(metrics::confusion_of_class(decisions(), k));
  return confusions_.at(output);
}

}  // namespace purkinje::metrics
