// S2's GAN: a generator that makes beats of noise and a discriminator that tells them from real ones. As a
// network it is its discriminator; an adversarial procedure trains the two parts against each other.
#pragma once

#include <memory>
#include <vector>

#include "models/beat_gan_options.h"
#include "models/layers/batch_norm.h"
#include "models/network.h"

namespace purkinje::models {

class BeatGenerator : public NotedModule {
 public:
  BeatGenerator(const BeatGanOptions& options, const NetworkShape& shape);
  // [batch, noise size] -> beats in (0, 1), [batch, leads, length]
  torch::Tensor forward(const torch::Tensor& noise);

 private:
  int64_t channels_, start_length_, length_;
  torch::nn::Linear project_{nullptr};
  std::vector<torch::nn::ConvTranspose1d> up_;
  std::vector<std::shared_ptr<BatchNorm>> norms_;  // after all but the last
};

class BeatDiscriminator : public NotedModule {
 public:
  BeatDiscriminator(const BeatGanOptions& options, const NetworkShape& shape);
  // [batch, leads, length] -> logits of being real, [batch, 1]
  torch::Tensor forward(const torch::Tensor& signal);

 private:
  double leaky_slope_;
  std::vector<torch::nn::Conv1d> down_;
  torch::nn::Linear output_{nullptr};
};

class BeatGan : public Network {
 public:
  BeatGan(const BeatGanOptions& options, const NetworkShape& shape);

  // Raw output: one a sample whatever the task, the discriminator's logit.
  NetworkOutput forward(const torch::Tensor& signal) override;
  void pass_through_all(const torch::Tensor& signal) override;

  // Beats from standard normal noise [batch, noise_size()], drawn by the caller.
  torch::Tensor generate(const torch::Tensor& noise) { return generator_->forward(noise); }
  int64_t noise_size() const { return noise_size_; }
  BeatGenerator& generator() { return *generator_; }
  BeatDiscriminator& discriminator() { return *discriminator_; }

 private:
  int64_t noise_size_;
  std::shared_ptr<BeatGenerator> generator_;
  std::shared_ptr<BeatDiscriminator> discriminator_;
};

}  // namespace purkinje::models
