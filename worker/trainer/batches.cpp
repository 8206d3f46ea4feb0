#include "worker/trainer/batches.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "worker/training_rules.h"

namespace purkinje::trainer {

BatchSource::BatchSource(const data::PreparedSet& set, const std::vector<std::string>& classes,
                         std::optional<data::LeadScaling> scaling, torch::Device device)
    : set_(&set),
      columns_(set.manifest().columns_of(classes)),
      mean_(set.manifest().leads.size(), 0.f),
      factor_(set.manifest().leads.size(), 1.f),
      device_(device) {
  if (!scaling) return;
  for (size_t lead = 0; lead < mean_.size(); ++lead) {
    mean_[lead] = static_cast<float>(scaling->mean.at(lead));
    factor_[lead] = static_cast<float>(1 / scaling->sd.at(lead));
  }
}

void BatchSource::require_regions() const {
  if (set_->manifest().regions.empty())
    throw InputError(Place{"", 0, "training.wave_weights"},
                     "the prepared set has no regions of the ECG to weigh: set data.regions");
}

void BatchSource::weigh_signals(const RegionFactors& factors) {
  require_regions();
  region_factors_ = factors;
}

uint32_t BatchSource::add_samples(const torch::Tensor& signals, size_t column) {
  const auto leads = static_cast<int64_t>(mean_.size());
  if (signals.dim() != 3 || signals.size(1) != leads || signals.size(2) != set_->manifest().length)
    throw InputError(fmt::format("samples of {} leads and {} time steps were expected, these are {}", leads,
                                 set_->manifest().length, fmt::join(signals.sizes(), " x ")));
  if (region_factors_) throw InputError(worker::kNoRegionsToWeigh);
  const auto first = static_cast<uint32_t>(set_->size() + extra_columns_.size());
  const auto values = signals.to(torch::kCPU, torch::kFloat).contiguous();
  extra_signals_.insert(extra_signals_.end(), values.data_ptr<float>(),
                        values.data_ptr<float>() + values.numel());
  extra_columns_.insert(extra_columns_.end(), static_cast<size_t>(signals.size(0)), column);
  return first;
}

std::span<const float> BatchSource::millivolts(uint32_t sample) const {
  if (!synthetic(sample)) return set_->signal(sample);
  const size_t size = mean_.size() * static_cast<size_t>(set_->manifest().length);
  return std::span(extra_signals_).subspan((sample - set_->size()) * size, size);
}

torch::Tensor BatchSource::signals(std::span<const uint32_t> samples) const {
  const auto leads = mean_.size();
  const auto length = static_cast<size_t>(set_->manifest().length);
  auto batch = torch::empty({static_cast<int64_t>(samples.size()), static_cast<int64_t>(leads),
                             static_cast<int64_t>(length)});  // [batch, leads, length]
  float* out = batch.data_ptr<float>();
  for (const auto sample : samples) {
    const float* in = millivolts(sample).data();
    std::vector<float> track;
    if (region_factors_) track = weight_track(set_->regions(sample), *region_factors_);
    for (size_t lead = 0; lead < leads; ++lead) {
      const float mean = mean_[lead], factor = factor_[lead];
      for (size_t i = 0; i < length; ++i) out[i] = (in[i] - mean) * factor;
      for (size_t i = 0; i < track.size(); ++i) out[i] *= track[i];
      in += length;
      out += length;
    }
  }
  return batch.to(device_);
}

torch::Tensor BatchSource::labels(std::span<const uint32_t> samples) const {
  auto batch = torch::empty({static_cast<int64_t>(samples.size()), static_cast<int64_t>(columns_.size())});
  float* out = batch.data_ptr<float>();
  for (const auto sample : samples)
    for (size_t column = 0; column < columns_.size(); ++column)
      *out++ = static_cast<float>(label(sample, column));
  return batch.to(device_);  // [batch, classes]
}

torch::Tensor BatchSource::weight_tracks(std::span<const uint32_t> samples,
                                         const RegionFactors& factors) const {
  require_regions();
  auto batch = torch::empty({static_cast<int64_t>(samples.size()), set_->manifest().length});
  float* out = batch.data_ptr<float>();
  for (const auto sample : samples) {
    const auto track = weight_track(set_->regions(sample), factors);
    out = std::copy(track.begin(), track.end(), out);
  }
  return batch.to(device_);  // [batch, length]
}

int8_t BatchSource::label(uint32_t sample, size_t column) const {
  if (synthetic(sample)) return extra_columns_.at(sample - set_->size()) == column ? 1 : 0;
  return set_->manifest().samples[sample].labels[columns_[column]];
}

LabelTable BatchSource::label_table(std::span<const uint32_t> samples) const {
  LabelTable table{columns_.size(), {}};
  for (const auto sample : samples)
    for (size_t column = 0; column < columns_.size(); ++column) table.labels.push_back(label(sample, column));
  return table;
}

}  // namespace purkinje::trainer
