#include "models/danet.h"

namespace purkinje::models {

Danet::Danet(const DanetOptions& options, const NetworkShape& shape) {
  if (options.weighted)
    enhancer_ = register_module("enhancer", std::make_shared<WaveformModule>(options.enhancer, shape));
  classifier_ = register_module("classifier", std::make_shared<PairedCnn>(options.classifier, shape));
}

NetworkOutput Danet::forward(const torch::Tensor& signal) {
  if (!enhancer_) return classifier_->forward(signal);
  const auto track = enhancer_->forward(signal).track;                                // [batch, time]
  auto output = classifier_->forward(noted("product", signal * track.unsqueeze(1)));  // [batch, leads, time]
  output.track = track;
  return output;
}

}  // namespace purkinje::models
