#include "models/waveform_module.h"

#include <fmt/format.h>

namespace purkinje::models {

WaveformModule::WaveformModule(const WaveformModuleOptions& options, const NetworkShape& shape)
    : scale_(options.scale) {
  int64_t inputs = shape.leads;
  const auto add = [&](int64_t channels, int64_t dilation) {
    const auto convolution = torch::nn::Conv1dOptions(inputs, channels, options.kernel)
                                 .dilation(dilation)
                                 .padding(options.kernel / 2 * dilation);
    convolutions_.push_back(
        register_module(fmt::format("conv{}", convolutions_.size() + 1), torch::nn::Conv1d(convolution)));
    inputs = channels;
  };
  for (const auto dilation : options.dilations) {
    add(options.channels, dilation);
    norms_.push_back(register_module(fmt::format("conv{}_norm", convolutions_.size()),
                                     std::make_shared<BatchNorm>(options.channels)));
  }
  add(1, 1);
}

NetworkOutput WaveformModule::forward(const torch::Tensor& signal) {
  auto out = signal;
  for (size_t i = 0; i < convolutions_.size(); ++i) {
    out = convolutions_[i](out);  // [batch, channels, time], one channel at the end
    if (i < norms_.size()) out = norms_[i]->forward(out).relu_();
    out = noted(fmt::format("conv{}", i + 1), out);
  }
  return {.track = noted("track", torch::sigmoid(out.squeeze(1)) * scale_)};
}

}  // namespace purkinje::models
