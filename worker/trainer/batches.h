// Batches of signals and labels, straight from the memory map, scaled on the way.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/prepared.h"
#include "data/scaling.h"

namespace purkinje::trainer {

class BatchSource {
 public:
  // `classes` are the label columns to give, by the names of the set's classes. `scaling`: none leaves the
  // signal in mV. Throws InputError for a class the set has not.
  BatchSource(const data::PreparedSet& set, const std::vector<std::string>& classes,
              std::optional<data::LeadScaling> scaling, torch::Device device);

  torch::Tensor signals(std::span<const uint32_t> samples) const;  // [batch, leads, length]
  torch::Tensor labels(std::span<const uint32_t> samples) const;   // [batch, classes], 1, 0 or -1

  int8_t label(uint32_t sample, size_t column) const;
  size_t classes() const { return columns_.size(); }
  const data::PreparedSet& set() const { return *set_; }

 private:
  const data::PreparedSet* set_;
  std::vector<size_t> columns_;
  std::vector<float> mean_, factor_;  // one a lead: (x - mean) * factor
  torch::Device device_;
};

}  // namespace purkinje::trainer
