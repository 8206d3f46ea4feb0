#include "models/registry.h"

#include "models/beat_cnn_lstm_options.h"
#include "models/beat_gan_options.h"
#include "models/cnn_gru_attention_options.h"
#include "models/cnn_recurrent_options.h"
#include "models/cnn_te_options.h"
#include "models/danet_options.h"
#include "models/paired_cnn_options.h"
#include "models/recurrent_options.h"
#include "models/resnet_1d_options.h"
#include "models/vgg11_options.h"
#include "models/waveform_module_options.h"

namespace purkinje::models {

const std::vector<NetworkInfo>& networks() {
  static const std::vector<NetworkInfo> kAll = {
      cnn_gru_attention_info(),
      // S1
      danet_info(),
      waveform_module_info(),
      // S2
      beat_cnn_info(),
      beat_cnn_lstm_info(),
      beat_gan_info(),
      resnet_1d_info(),
      // S3
      cnn_te_info(),
      vgg11_info(),
      recurrent_info(),
      cnn_recurrent_info(),
  };
  return kAll;
}

const NetworkInfo* find_network(const std::string& name) {
  for (const auto& info : networks())
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace purkinje::models
