#include "models/vgg11.h"

#include <fmt/format.h>

#include <array>

namespace purkinje::models {
namespace {

struct Layer {
  int64_t widening;  // times the first convolution's channels
  bool pools;
};
constexpr std::array<Layer, 8> kLayers = {
    {{1, true}, {2, true}, {4, false}, {4, true}, {8, false}, {8, true}, {8, false}, {8, true}}};

}  // namespace

Vgg11::Vgg11(const Vgg11Options& options, const NetworkShape& shape) : options_(options) {
  require_vgg11_length(shape.length);
  int64_t channels = shape.leads;
  for (const auto& layer : kLayers) {
    const auto name = fmt::format("conv{}", stages_.size() + 1);
    const auto convolution =
        torch::nn::Conv1dOptions(channels, layer.widening * options.channels, options.kernel)
            .padding(options.kernel / 2);
    channels = layer.widening * options.channels;
    stages_.push_back({name, register_module(name, torch::nn::Conv1d(convolution)),
                       register_module(name + "_norm", std::make_shared<BatchNorm>(channels)), layer.pools});
  }
  hidden_ = register_module("hidden", torch::nn::Linear(channels * options.pooled, options.hidden));
  dropout_ = register_module("dropout", std::make_shared<Dropout>(options.dropout));
  output_ = register_module("output", torch::nn::Linear(options.hidden, shape.outputs));
}

NetworkOutput Vgg11::forward(const torch::Tensor& signal) {
  auto flow = signal;
  torch::Tensor map;  // [batch, 512, time / 16]
  for (auto& stage : stages_) {
    map = noted(stage.name, stage.norm->forward(stage.convolution(flow)).relu_());
    flow = stage.pools ? torch::max_pool1d(map, 2) : map;
  }
  const auto pooled = noted("pooled", torch::adaptive_avg_pool1d(flow, options_.pooled));  // [batch, 512, 7]
  const auto hidden = noted("hidden", hidden_(pooled.flatten(1)).relu_());                 // [batch, 512]
  return {.raw = noted("output", output_(dropout_->forward(hidden))), .map = map};
}

}  // namespace purkinje::models
