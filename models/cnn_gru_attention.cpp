#include "models/cnn_gru_attention.h"

namespace purkinje::models {

CnnGruAttention::CnnGruAttention(const CnnGruAttentionOptions& options, const NetworkShape& shape)
    : options_(options) {
  using torch::nn::Conv1dOptions, torch::nn::Conv2dOptions, torch::nn::Linear;
  int64_t fusion_inputs = 0;
  if (options.temporal) {
    temporal_ = register_module(
        "temporal", std::make_shared<TemporalBranch>(options.temporal_kernels, options.temporal_channels));
    fusion_inputs +=
        static_cast<int64_t>(options.temporal_kernels.size()) * options.temporal_channels * shape.leads;
  }
  if (options.spatial) {
    const auto convolution = Conv2dOptions(1, options.spatial_channels, {shape.leads, options.spatial_kernel})
                                 .padding({0, options.spatial_kernel / 2});
    spatial_ = register_module("spatial", torch::nn::Conv2d(convolution));
    spatial_norm_ = register_module("spatial_norm", std::make_shared<BatchNorm>(options.spatial_channels));
    fusion_inputs += options.spatial_channels;
  }
  fusion_ =
      register_module("fusion", torch::nn::Conv1d(Conv1dOptions(fusion_inputs, options.fusion_channels, 1)));
  fusion_norm_ = register_module("fusion_norm", std::make_shared<BatchNorm>(options.fusion_channels));

  int64_t features = options.fusion_channels;
  if (options.recurrent != CnnGruAttentionOptions::Recurrent::none) {
    const bool exact = options.recurrent == CnnGruAttentionOptions::Recurrent::gru_exact;
    gru_ = register_module("gru", std::make_shared<Gru>(features, options.hidden,
                                                        exact ? Gru::Reading::exact : Gru::Reading::library));
    features = options.hidden;
  }
  if (options.readout == CnnGruAttentionOptions::Readout::attention)
    attention_ = register_module("attention", std::make_shared<TimeAttention>(features));
  dropout_ = register_module("dropout", std::make_shared<Dropout>(options.dropout));
  hidden_ = register_module("hidden", Linear(features, options.classifier_hidden));
  output_ = register_module("output", Linear(options.classifier_hidden, shape.outputs));
}

torch::Tensor CnnGruAttention::convolve(const torch::Tensor& signal) {
  std::vector<torch::Tensor> branches;
  if (temporal_) branches.push_back(noted("temporal", temporal_->forward(signal)));  // [batch, 720, time]
  if (spatial_) {
    const auto out = spatial_(signal.unsqueeze(1)).squeeze(2);  // [batch, 30, time]
    branches.push_back(noted("spatial", spatial_norm_->forward(out).relu_()));
  }
  const auto joined = branches.size() == 1 ? branches[0] : torch::cat(branches, 1);  // [batch, 750, time]
  return noted("fusion", fusion_norm_->forward(fusion_(joined)).relu_());            // [batch, 64, time]
}

NetworkOutput CnnGruAttention::forward(const torch::Tensor& signal) {
  auto states = convolve(signal).transpose(1, 2);          // [batch, time, 64]
  if (gru_) states = noted("gru", gru_->forward(states));  // [batch, time, hidden]

  torch::Tensor summary, weights;  // [batch, features], [batch, time]
  switch (options_.readout) {
    case CnnGruAttentionOptions::Readout::attention: {
      auto attended = attention_->forward(states);
      summary = noted("attention", attended.context);
      weights = attended.weights;
      break;
    }
    case CnnGruAttentionOptions::Readout::last:
      summary = noted("last", states.select(1, -1));
      break;
    case CnnGruAttentionOptions::Readout::mean:
      summary = noted("mean", states.mean(1));
      break;
  }

  const auto hidden = noted("hidden", torch::relu(hidden_(dropout_->forward(summary))));  // [batch, 64]
  return {noted("output", output_(dropout_->forward(hidden))), weights};                  // [batch, outputs]
}

}  // namespace purkinje::models
