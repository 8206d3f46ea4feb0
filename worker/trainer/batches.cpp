#include "worker/trainer/batches.h"

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
    mean_[lead] = static_cast<float>(scaling->mean_mv.at(lead));
    factor_[lead] = static_cast<float>(1 / scaling->sd_mv.at(lead));
  }
}

torch::Tensor BatchSource::signals(std::span<const uint32_t> samples) const {
  const auto leads = mean_.size();
  const auto length = static_cast<size_t>(set_->manifest().length);
  auto batch = torch::empty({static_cast<int64_t>(samples.size()), static_cast<int64_t>(leads),
                             static_cast<int64_t>(length)});  // [batch, leads, length]
  float* out = batch.data_ptr<float>();
  for (const auto sample : samples) {
    const float* in = set_->signal(sample).data();
    for (size_t lead = 0; lead < leads; ++lead) {
      const float mean = mean_[lead], factor = factor_[lead];
      for (size_t i = 0; i < length; ++i) out[i] = (in[i] - mean) * factor;
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

int8_t BatchSource::label(uint32_t sample, size_t column) const {
  return set_->manifest().samples[sample].labels[columns_[column]];
}

}  // namespace purkinje::trainer
