// S1's waveform-enhanced module: dilated convolutions that see about four beats and give each sample a
// weight. It is trained alone to reproduce the weights of the waves, then is a part of DANet.
#pragma once

#include <memory>
#include <vector>

#include "models/layers/batch_norm.h"
#include "models/network.h"
#include "models/waveform_module_options.h"

namespace purkinje::models {

class WaveformModule : public Network {
 public:
  WaveformModule(const WaveformModuleOptions& options, const NetworkShape& shape);
  // Only a track, in (0, scale): one for all leads.
  NetworkOutput forward(const torch::Tensor& signal) override;

 private:
  double scale_;
  std::vector<torch::nn::Conv1d> convolutions_;
  std::vector<std::shared_ptr<BatchNorm>> norms_;  // after all but the last
};

}  // namespace purkinje::models
