#include "worker/trainer/optimiser.h"

#include "base/error.h"

namespace purkinje::trainer {
namespace {

constexpr double kBeta2 = 0.999, kEpsilon = 1e-8;

}  // namespace

Optimiser::Optimiser(const TrainingOptions& options, std::vector<torch::Tensor> parameters)
    : kind_(options.optimiser),
      beta1_(options.beta1),
      weight_decay_(options.weight_decay),
      parameters_(std::move(parameters)) {
  if (parameters_.empty()) throw InputError("nothing is left to train: every parameter is frozen");
  for (const auto& parameter : parameters_) {
    first_moments_.push_back(torch::zeros_like(parameter));
    second_moments_.push_back(torch::zeros_like(parameter));
  }
  count_ = torch::zeros({}, parameters_.at(0).options().dtype(torch::kFloat));
}

void Optimiser::clear_gradients() {
  for (auto& parameter : parameters_) parameter.mutable_grad().reset();
}

void Optimiser::step(double learning_rate) {
  const torch::NoGradGuard no_grad;
  count_ += 1;
  std::vector<torch::Tensor> parameters, gradients, first, second;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    if (!parameters_[i].grad().defined()) continue;
    parameters.push_back(parameters_[i]);
    gradients.push_back(parameters_[i].grad());
    first.push_back(first_moments_[i]);
    second.push_back(second_moments_[i]);
  }
  const std::vector<torch::Tensor> counts(parameters.size(), count_);
  if (kind_ == TrainingOptions::Optimiser::adamw)
    at::_fused_adamw_(parameters, gradients, first, second, {}, counts, learning_rate, beta1_, kBeta2,
                      weight_decay_, kEpsilon, /*amsgrad=*/false, /*maximize=*/false);
  else
    at::_fused_adam_(parameters, gradients, first, second, {}, counts, learning_rate, beta1_, kBeta2,
                     weight_decay_, kEpsilon, /*amsgrad=*/false, /*maximize=*/false);
}

}  // namespace purkinje::trainer
