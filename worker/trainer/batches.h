// Batches of signals and labels, straight from the memory map, scaled on the way. Samples that are no
// recordings (synthetic ones) lie in memory and are numbered on from the set's last.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/prepared/prepared.h"
#include "data/prepared/scaling.h"
#include "worker/trainer/class_counts.h"
#include "worker/trainer/region_factors.h"

namespace purkinje::trainer {

class BatchSource {
 public:
  // `classes` are the label columns to give, by the names of the set's classes. `scaling`: none leaves the
  // signal in mV. Throws InputError for a class the set has not.
  BatchSource(const data::PreparedSet& set, const std::vector<std::string>& classes,
              std::optional<data::LeadScaling> scaling, torch::Device device);

  // From now on signals() multiplies every lead, after scaling (so around the lead's mean), by the weights of
  // the waves (S1's hard coding). Throws InputError for a set without regions.
  void weigh_signals(const RegionFactors& factors);
  // Adds samples of one class, in the set's units: [n, leads, length]. Returns the number of the first; the
  // others follow. Throws InputError for another shape, and where signals are weighed (these have no
  // regions).
  uint32_t add_samples(const torch::Tensor& signals, size_t column);

  torch::Tensor signals(std::span<const uint32_t> samples) const;  // [batch, leads, length]
  torch::Tensor labels(std::span<const uint32_t> samples) const;   // [batch, classes], 1, 0 or -1
  // The weights of the waves, as something to learn. Throws InputError for a set without regions.
  torch::Tensor weight_tracks(std::span<const uint32_t> samples,
                              const RegionFactors& factors) const;  // [batch, length]

  int8_t label(uint32_t sample, size_t column) const;
  LabelTable label_table(std::span<const uint32_t> samples) const;
  size_t classes() const { return columns_.size(); }
  const data::PreparedSet& set() const { return *set_; }

 private:
  bool synthetic(uint32_t sample) const { return sample >= set_->size(); }
  std::span<const float> millivolts(uint32_t sample) const;
  void require_regions() const;

  const data::PreparedSet* set_;
  std::vector<size_t> columns_;
  std::vector<float> mean_, factor_;  // one a lead: (x - mean) * factor
  torch::Device device_;
  std::optional<RegionFactors> region_factors_;
  std::vector<float> extra_signals_;   // [extra samples, leads, length]
  std::vector<size_t> extra_columns_;  // [extra samples], the class of each
};

}  // namespace purkinje::trainer
