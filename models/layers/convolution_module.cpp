#include "models/layers/convolution_module.h"

#include <array>

namespace purkinje::models {
namespace {

constexpr std::array kBlockNames = {"block1", "block2", "block3", "block4",
                                    "block5", "block6", "block7", "block8"};

}  // namespace

ConvolutionModule::ConvolutionModule(int64_t leads, int64_t channels, int64_t kernel)
    : features_(channels),
      stem_(torch::nn::Conv1dOptions(leads, channels, 7).stride(2).padding(3)),
      stem_norm_(std::make_shared<BatchNorm>(channels)) {
  register_module("stem", stem_);
  register_module("stem_norm", stem_norm_);
  for (size_t i = 0; i < kBlockNames.size(); ++i) {
    const bool widens = i > 0 && i % 2 == 0;
    const int64_t inputs = features_;
    if (widens) features_ *= 2;
    blocks_.push_back(register_module(
        kBlockNames[i], std::make_shared<BasicBlock>(inputs, features_, kernel, widens ? 2 : 1)));
  }
}

torch::Tensor ConvolutionModule::forward(const torch::Tensor& signal) {
  auto map = stem_norm_->forward(stem_(signal)).relu_();  // [batch, channels, time / 2]
  noted("stem", map);
  map = noted("pool", torch::max_pool1d(map, 3, 2, 1));  // [batch, channels, time / 4]
  for (size_t i = 0; i < blocks_.size(); ++i) map = noted(kBlockNames[i], blocks_[i]->forward(map));
  return map;  // [batch, 8 channels, time / 32]
}

}  // namespace purkinje::models
