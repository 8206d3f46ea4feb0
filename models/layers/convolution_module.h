// S3's convolutions, shared by CNN-TE and the recurrent networks behind the same convolutions: the 18-layer
// residual network in one dimension (He et al. 2016, "Deep residual learning for image recognition", table
// 1), which divides the length by 32.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "models/layer_notes.h"
#include "models/layers/basic_block.h"
#include "models/layers/batch_norm.h"

namespace purkinje::models {

class ConvolutionModule : public NotedModule {
 public:
  static constexpr int64_t kStride = 32;  // samples a column

  // `channels` after the stem, doubled by each of the last three pairs of blocks; `kernel` (odd) of the
  // blocks.
  ConvolutionModule(int64_t leads, int64_t channels, int64_t kernel);

  // [batch, leads, time] -> [batch, features, columns]. Every convolution and the pooling is centred, so that
  // column i is centred on sample 32 i.
  torch::Tensor forward(const torch::Tensor& signal);

  int64_t features() const { return features_; }

 private:
  int64_t features_;
  torch::nn::Conv1d stem_{nullptr};
  std::shared_ptr<BatchNorm> stem_norm_;
  std::vector<std::shared_ptr<BasicBlock>> blocks_;
};

}  // namespace purkinje::models
