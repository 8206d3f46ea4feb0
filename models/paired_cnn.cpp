#include "models/paired_cnn.h"

#include <fmt/format.h>

namespace purkinje::models {

MapGeometry geometry_after_poolings(size_t poolings) {
  const auto stride = static_cast<double>(int64_t{1} << poolings);
  return {(stride - 1) / 2, stride};
}

PairedCnn::PairedCnn(const PairedCnnOptions& options, const NetworkShape& shape) {
  require_length_for_poolings(shape.length, options.channels.size());
  int64_t inputs = shape.leads;
  for (size_t i = 0; i < options.channels.size(); ++i) {
    pairs_.push_back(
        register_module(fmt::format("pair{}", i + 1),
                        std::make_shared<ConvPair>(inputs, options.channels[i], options.kernels[i])));
    inputs = options.channels[i];
  }
  dropout_ = register_module("dropout", std::make_shared<Dropout>(options.dropout));
  output_ = register_module("output", torch::nn::Linear(inputs, shape.outputs));
}

NetworkOutput PairedCnn::forward(const torch::Tensor& signal) {
  torch::Tensor map, pooled = signal;
  for (size_t i = 0; i < pairs_.size(); ++i) {
    map = noted(fmt::format("pair{}", i + 1), pairs_[i]->forward(pooled));  // [batch, channels, time / 2^i]
    pooled = noted("pool", torch::max_pool1d(map, 2));
  }
  const auto mean = noted("mean", pooled.mean(2));  // [batch, channels]
  return {.raw = noted("output", output_(dropout_->forward(mean))), .map = map};
}

MapGeometry PairedCnn::map_geometry() const {
  return geometry_after_poolings(pairs_.size() - 1);
}

}  // namespace purkinje::models
