#include "metrics/binary_sample.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace purkinje::metrics {
namespace {

std::string samples_in_words(size_t samples) {
  return samples == 1 ? "1 sample" : fmt::format("{} samples", samples);
}

}  // namespace

BinarySample binary_sample(const Scores& scores, size_t output) {
  if (output >= scores.outputs && scores.samples > 0)
    throw std::invalid_argument(fmt::format("output {} of scores with {} outputs", output, scores.outputs));
  BinarySample sample;
  sample.items.reserve(scores.samples);
  for (size_t i = 0; i < scores.samples; ++i) {
    const size_t at = i * scores.outputs + output;
    if (scores.label[at] < 0) {
      ++sample.unknown;
      continue;
    }
    const bool positive = scores.label[at] > 0;
    ++(positive ? sample.positives : sample.negatives);
    if (std::isnan(scores.score[at])) ++sample.not_a_number;
    sample.items.push_back({scores.score[at], positive});
  }
  return sample;
}

std::string why_unusable(const BinarySample& sample) {
  if (sample.size() == 0 && sample.unknown == 0) return "no samples";
  if (sample.size() == 0) return fmt::format("no samples with a known label among {}", sample.unknown);
  if (sample.not_a_number == 1) return "1 score is not a number";
  if (sample.not_a_number > 1) return fmt::format("{} scores are not a number", sample.not_a_number);
  return "";
}

std::string why_no_positives(size_t positives, size_t samples) {
  return positives ? "" : "no positives among " + samples_in_words(samples);
}

std::string why_no_negatives(size_t negatives, size_t samples) {
  return negatives ? "" : "no negatives among " + samples_in_words(samples);
}

}  // namespace purkinje::metrics
