// S1's DANet: the waveform module weights the signal, the classification module sees the product. Without the
// first it is the plain CNN that the study compares with.
#pragma once

#include <memory>

#include "models/danet_options.h"
#include "models/network.h"
#include "models/paired_cnn.h"
#include "models/waveform_module.h"

namespace purkinje::models {

// Parameters are named enhancer.* (as in a waveform_module alone) and classifier.*.
class Danet : public Network {
 public:
  Danet(const DanetOptions& options, const NetworkShape& shape);
  NetworkOutput forward(const torch::Tensor& signal) override;
  MapGeometry map_geometry() const override { return classifier_->map_geometry(); }

 private:
  std::shared_ptr<WaveformModule> enhancer_;  // none without weighting
  std::shared_ptr<PairedCnn> classifier_;
};

}  // namespace purkinje::models
