#include "models/beat_gan.h"

#include <fmt/format.h>

namespace purkinje::models {

BeatGenerator::BeatGenerator(const BeatGanOptions& options, const NetworkShape& shape)
    : channels_(options.generator_channels.front()), length_(shape.length) {
  const auto stages = options.generator_channels.size();
  const int64_t growth = int64_t{1} << stages;
  start_length_ = (shape.length + growth - 1) / growth;
  project_ = register_module("project", torch::nn::Linear(options.noise, channels_ * start_length_));
  for (size_t i = 0; i < stages; ++i) {
    const int64_t outputs = i + 1 < stages ? options.generator_channels[i + 1] : shape.leads;
    // Kernel 4, stride 2 and padding 1 double the length exactly.
    const auto doubling =
        torch::nn::ConvTranspose1dOptions(options.generator_channels[i], outputs, 4).stride(2).padding(1);
    up_.push_back(register_module(fmt::format("up{}", i + 1), torch::nn::ConvTranspose1d(doubling)));
    if (i + 1 < stages)
      norms_.push_back(
          register_module(fmt::format("up{}_norm", i + 1), std::make_shared<BatchNorm>(outputs)));
  }
}

torch::Tensor BeatGenerator::forward(const torch::Tensor& noise) {
  auto out = noted("project", project_(noise)).view({-1, channels_, start_length_});
  for (size_t i = 0; i < up_.size(); ++i) {
    out = up_[i](out);  // [batch, channels, 2 * time]
    if (i < norms_.size()) out = norms_[i]->forward(out).relu_();
    out = noted(fmt::format("up{}", i + 1), out);
  }
  return noted("beat", torch::sigmoid(out.narrow(2, 0, length_)));
}

BeatDiscriminator::BeatDiscriminator(const BeatGanOptions& options, const NetworkShape& shape)
    : leaky_slope_(options.leaky_slope) {
  int64_t inputs = shape.leads, length = shape.length;
  for (const auto channels : options.discriminator_channels) {
    const auto halving = torch::nn::Conv1dOptions(inputs, channels, options.discriminator_kernel)
                             .stride(2)
                             .padding(options.discriminator_kernel / 2);
    down_.push_back(register_module(fmt::format("down{}", down_.size() + 1), torch::nn::Conv1d(halving)));
    inputs = channels;
    length = (length + 1) / 2;
  }
  output_ = register_module("output", torch::nn::Linear(inputs * length, 1));
}

torch::Tensor BeatDiscriminator::forward(const torch::Tensor& signal) {
  auto map = signal;
  for (size_t i = 0; i < down_.size(); ++i)
    map = noted(fmt::format("down{}", i + 1), torch::leaky_relu(down_[i](map), leaky_slope_));
  return noted("output", output_(map.flatten(1)));
}

BeatGan::BeatGan(const BeatGanOptions& options, const NetworkShape& shape)
    : noise_size_(options.noise),
      generator_(register_module("generator", std::make_shared<BeatGenerator>(options, shape))),
      discriminator_(register_module("discriminator", std::make_shared<BeatDiscriminator>(options, shape))) {}

NetworkOutput BeatGan::forward(const torch::Tensor& signal) {
  return {.raw = discriminator_->forward(signal)};
}

void BeatGan::pass_through_all(const torch::Tensor& signal) {
  forward(generate(torch::zeros({signal.size(0), noise_size_}, signal.options())));
}

}  // namespace purkinje::models
