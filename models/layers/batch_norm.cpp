#include "models/layers/batch_norm.h"

namespace purkinje::models {
namespace {

constexpr double kMomentum = 0.1;
constexpr double kEpsilon = 1e-5;

}  // namespace

BatchNorm::BatchNorm(int64_t channels)
    : weight_(register_parameter("weight", torch::ones({channels}))),
      bias_(register_parameter("bias", torch::zeros({channels}))),
      running_mean_(register_buffer("running_mean", torch::zeros({channels}))),
      running_var_(register_buffer("running_var", torch::ones({channels}))) {}

torch::Tensor BatchNorm::forward(const torch::Tensor& input) {
  return torch::batch_norm(input, weight_, bias_, running_mean_, running_var_, is_training(), kMomentum,
                           kEpsilon,
                           /*cudnn_enabled=*/true);
}

}  // namespace purkinje::models
