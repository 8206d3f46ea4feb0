// One encoder layer of a transformer with the norm after the sum (Vaswani et al. 2017, section 3.1): the
// numbers of Python's nn.TransformerEncoderLayer(norm_first=False, activation=relu). Dropout stands where S3
// has it: on the attention's and on the feed-forward part's output, before they are added.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "models/layers/dropout.h"

namespace purkinje::models {

class EncoderLayer : public torch::nn::Module {
 public:
  // `heads` divides `features`.
  EncoderLayer(int64_t features, int64_t heads, int64_t feed_forward, double dropout);

  // [batch, steps, features] to the same shape.
  torch::Tensor forward(const torch::Tensor& sequence);

 private:
  torch::Tensor attend(const torch::Tensor& sequence);

  int64_t heads_;
  torch::nn::Linear in_, out_, widen_, narrow_;
  torch::nn::LayerNorm attention_norm_, feed_forward_norm_;
  std::shared_ptr<Dropout> dropout_;
};

}  // namespace purkinje::models
