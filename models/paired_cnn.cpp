#include "models/paired_cnn.h"

#include <fmt/format.h>

namespace purkinje::models {

MapGeometry geometry_after_poolings(size_t poolings) {
  const auto stride = static_cast<double>(int64_t{1} << poolings);
  return {(stride - 1) / 2, stride};
}

std::vector<std::shared_ptr<ConvPair>> add_pairs(Network& network, const NetworkShape& shape,
                                                 const std::vector<int64_t>& channels,
                                                 const std::vector<int64_t>& kernels) {
  require_length_for_poolings(shape.length, channels.size());
  std::vector<std::shared_ptr<ConvPair>> pairs;
  int64_t inputs = shape.leads;
  for (size_t i = 0; i < channels.size(); ++i) {
    pairs.push_back(network.register_module(fmt::format("pair{}", i + 1),
                                            std::make_shared<ConvPair>(inputs, channels[i], kernels[i])));
    inputs = channels[i];
  }
  return pairs;
}

PairedCnn::PairedCnn(const PairedCnnOptions& options, const NetworkShape& shape)
    : pairs_(add_pairs(*this, shape, options.channels, options.kernels)) {
  const int64_t inputs = options.channels.back();
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
