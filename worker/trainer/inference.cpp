#include "worker/trainer/inference.h"

#include <algorithm>

namespace purkinje::trainer {

std::optional<std::vector<float>> raw_outputs(models::Network& network, const BatchSource& source,
                                              std::span<const uint32_t> samples,
                                              const std::function<bool()>& go_on) {
  const torch::NoGradGuard no_grad;
  network.eval();
  std::vector<float> outputs;
  for (size_t start = 0; start < samples.size(); start += kInferenceBatch) {
    if (!go_on()) return std::nullopt;
    const auto batch = samples.subspan(start, std::min(kInferenceBatch, samples.size() - start));
    const auto raw =
        network.forward(source.signals(batch)).raw.to(torch::kCPU).contiguous();  // [batch, outputs]
    outputs.insert(outputs.end(), raw.data_ptr<float>(), raw.data_ptr<float>() + raw.numel());
  }
  return outputs;
}

metrics::Scores scores_of(const BatchSource& source, std::span<const uint32_t> samples,
                          const std::vector<float>& raw, metrics::Link link) {
  metrics::Scores scores{
      samples.size(), source.classes(), metrics::apply_link(link, raw, source.classes()), {}};
  for (const auto sample : samples)
    for (size_t column = 0; column < source.classes(); ++column)
      scores.label.push_back(source.label(sample, column));
  return scores;
}

}  // namespace purkinje::trainer
