#include "models/resnet_1d.h"

#include <fmt/format.h>

namespace purkinje::models {

Resnet1d::Resnet1d(const Resnet1dOptions& options, const NetworkShape& shape) {
  int64_t inputs = options.channels.front();
  const auto stem =
      torch::nn::Conv1dOptions(shape.leads, inputs, options.stem_kernel).padding(options.stem_kernel / 2);
  stem_ = register_module("stem", torch::nn::Conv1d(stem));
  stem_norm_ = register_module("stem_norm", std::make_shared<BatchNorm>(inputs));
  for (size_t stage = 0; stage < options.channels.size(); ++stage) {
    for (int64_t block = 0; block < options.blocks; ++block) {
      const int64_t stride = stage > 0 && block == 0 ? 2 : 1;
      blocks_.push_back(register_module(
          fmt::format("block{}", blocks_.size() + 1),
          std::make_shared<BasicBlock>(inputs, options.channels[stage], options.kernel, stride)));
      inputs = options.channels[stage];
      total_stride_ *= static_cast<double>(stride);
    }
  }
  output_ = register_module("output", torch::nn::Linear(inputs, shape.outputs));
}

NetworkOutput Resnet1d::forward(const torch::Tensor& signal) {
  auto map = noted("stem", stem_norm_->forward(stem_(signal)).relu_());  // [batch, 32, time]
  for (size_t i = 0; i < blocks_.size(); ++i)
    map =
        noted(fmt::format("block{}", i + 1), blocks_[i]->forward(map));  // [batch, 128, time / 4] at the end
  const auto mean = noted("mean", map.mean(2));                          // [batch, 128]
  return {.raw = noted("output", output_(mean)), .map = map};
}

MapGeometry Resnet1d::map_geometry() const {
  return {0, total_stride_};
}

}  // namespace purkinje::models
